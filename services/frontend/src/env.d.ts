// Replaces next-env.d.ts, which exists only after a build: `npm run typecheck` must not need one.
/// <reference types="next" />

declare namespace NodeJS {
  interface ProcessEnv {
    /** Next replaces it with its value at build time, but only if written as `process.env.NEXT_PUBLIC_API_URL`. */
    readonly NEXT_PUBLIC_API_URL?: string
    /** Set by next.config.ts. */
    readonly DEVELOPMENT_TOOLS?: 'yes' | 'no'
    /** Also replaced at build time, separately for each runtime. */
    readonly NEXT_RUNTIME?: 'nodejs' | 'edge'
  }
}
