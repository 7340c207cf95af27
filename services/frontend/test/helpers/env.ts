/** What the service needs to start; `changes` overrides, `undefined` removes. */
export function newEnv(changes: Record<string, string | undefined> = {}): Record<string, string | undefined> {
  return {
    BETTER_AUTH_SECRET: 'a-secret-for-tests-with-40-characters-ok',
    BETTER_AUTH_URL: 'http://localhost:3000',
    DATABASE_URL: 'postgresql://todo:hunter2@localhost:5432/todo',
    ...changes,
  }
}
