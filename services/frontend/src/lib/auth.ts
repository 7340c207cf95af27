import { betterAuth } from 'better-auth'
import { type Config, config } from './config.ts'
import { createDatabase } from './database.ts'
import { ownOrigins } from './origins.ts'
import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from './password.ts'

/** Ten attempts per minute and address. The database counts them, for all replicas together and across restarts. */
const SIGN_IN_LIMIT = { window: 60, max: 10 }

function createAuth(settings: Config) {
  return betterAuth({
    appName: 'Todo Chatbot',
    baseURL: settings.BETTER_AUTH_URL,
    secret: settings.BETTER_AUTH_SECRET,
    // The backend's migrations create the tables.
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
      // Otherwise it would query the database even for a visitor without a session, before redirecting to the sign-in page.
      database: { validateSchema: false },
      trustedProxyHeaders: settings.BETTER_AUTH_TRUST_HOST,
      useSecureCookies: settings.BETTER_AUTH_URL.startsWith('https:'),
    },
  })
}

let instance: ReturnType<typeof createAuth> | undefined

/** Creates the instance at the first call, because there is no configuration during a build or an import. */
export function auth() {
  instance ??= createAuth(config())
  return instance
}
