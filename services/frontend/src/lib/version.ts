// Next inlines `process.env.NEXT_PUBLIC_*` at build time, but not a computed name. So a new version needs no new build.
const VARIABLE = ['NEXT', 'PUBLIC', 'APP', 'VERSION'].join('_')

export function appVersion(env: Readonly<Record<string, string | undefined>> = process.env): string {
  return env[VARIABLE]?.trim() || '1.0.0'
}
