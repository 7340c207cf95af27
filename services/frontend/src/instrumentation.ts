/** Next awaits this before it answers the first request. */
export async function register(): Promise<void> {
  // The Edge build of this file must not contain `process.exit`, hence the import inside the condition.
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { checkConfiguration } = await import('./lib/startup.ts')
    checkConfiguration()
  }
}
