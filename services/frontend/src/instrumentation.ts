/** Next waits for this function before it answers the first request. */
export async function register(): Promise<void> {
  // Imported conditionally, because the Edge build of this file must not contain `process.exit`.
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { checkConfiguration } = await import('./lib/startup.ts')
    checkConfiguration()
  }
}
