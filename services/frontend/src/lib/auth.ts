import { betterAuth } from 'better-auth'
import { type Config, config } from './config.ts'
import { createDatabase } from './database.ts'
import { ownOrigins } from './origins.ts'
import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from './password.ts'

/** Ten tries a minute from one address, counted in the database: replicas count together, and a restart forgets nothing. */
const SIGN_IN_LIMIT = { window: 60, max: 10 }

function createAuth(settings: Config) {
  return betterAuth({
    appName: 'Todo Chatbot',
    baseURL: settings.BETTER_AUTH_URL,
    secret: settings.BETTER_AUTH_SECRET,
    // The tables are the backend's migrations' to make.
    database: { db: createDatabase(settings.DATABASE_URL), type: 'postgres' },
    trustedOrigins: (request) => ownOrigins(settings, request?.headers),
    emailAndPassword: {
      enabled: true,
      minPasswordLength: PASSWORD_MIN_LENGTH,
      maxPasswordLength: PASSWORD_MAX_LENGTH,
    },
    rateLimit: {
      enabled: true,
      storage: 'database',
      customRules: { '/sign-in/email': SIGN_IN_LIMIT, '/sign-up/email': SIGN_IN_LIMIT },
    },
    telemetry: { enabled: false },
    advanced: {
      // It would ask the database before a visitor without a session could be sent to the sign-in page.
      database: { validateSchema: false },
      trustedProxyHeaders: settings.BETTER_AUTH_TRUST_HOST,
      useSecureCookies: settings.BETTER_AUTH_URL.startsWith('https:'),
    },
  })
}

let instance: ReturnType<typeof createAuth> | undefined

/** Made when it is first asked for: neither a build nor an import has a configuration or a database. */
export function auth() {
  instance ??= createAuth(config())
  return instance
}
