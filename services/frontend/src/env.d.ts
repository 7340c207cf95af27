// What next-env.d.ts would bring: that file only exists after a build, and `npm run typecheck` must not need one.
/// <reference types="next" />

declare namespace NodeJS {
  interface ProcessEnv {
    /** Next replaces this by its value at build time: read it nowhere but as `process.env.NEXT_PUBLIC_API_URL`. */
    readonly NEXT_PUBLIC_API_URL?: string
    /** Set by next.config.ts. */
    readonly DEVELOPMENT_TOOLS?: 'yes' | 'no'
    /** Also replaced at build time, once for each kind of build. */
    readonly NEXT_RUNTIME?: 'nodejs' | 'edge'
  }
}
