import { z } from 'zod'
import { HTTP_URL, isHttpUrl } from './http-url.ts'

/** Declares a variable. `expected` and `problem` complete its error message, which never contains the value. */
function variable(expected: string, problem = '', isValid: (value: string) => boolean = () => true) {
  return z
    .string({ error: `is missing; set it to ${expected}` })
    .refine(isValid, { error: `${problem}; set it to ${expected}` })
}

const schema = z.object({
  BETTER_AUTH_SECRET: variable(
    '32 or more random characters (openssl rand -base64 32)',
    'is shorter than 32 characters',
    (value) => value.length >= 32,
  ),
  BETTER_AUTH_URL: variable(`${HTTP_URL}, for example https://todo.example.com`, 'is not a usable address', isHttpUrl),
  BETTER_AUTH_TRUST_HOST: variable('true or false', 'is neither true nor false', (value) =>
    ['true', 'false'].includes(value),
  )
    .default('false')
    .transform((value) => value === 'true'),
  DATABASE_URL: variable(
    'a PostgreSQL URL like postgresql://user:password@host:5432/database',
    'is not a PostgreSQL URL',
    (value) => /^postgres(ql)?:\/\/\S+$/.test(value) && URL.canParse(value),
  ),
  PORT: variable('a port from 1 to 65535', 'is not a port', isPort).default('3000').transform(Number),
  HOSTNAME: variable('the address to listen on').default('0.0.0.0'),
  API_URL: variable(`${HTTP_URL}, for example http://todo-backend:8000`, 'is not a usable address', isHttpUrl),
})

export type Config = z.infer<typeof schema>

type Env = Readonly<Record<string, string | undefined>>

function isPort(value: string): boolean {
  return /^\d{1,5}$/.test(value) && Number(value) >= 1 && Number(value) <= 65535
}

/** Compose and Kubernetes set a variable without a value to an empty string. */
function withoutEmpty(env: Env): Env {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()))
}

/**
 * Reads the configuration of the server.
 *
 * @param builtApiUrl NEXT_PUBLIC_API_URL at build time, the default of API_URL
 * @throws Error that lists all violations
 */
export function loadConfig(env: Env, builtApiUrl?: string): Config {
  const { success, data, error } = schema.safeParse({ API_URL: builtApiUrl, ...withoutEmpty(env) })
  if (success) return data
  const violations = error.issues.map(({ path, message }) => `  ${path.join('.')} ${message}`)
  throw new Error(['Invalid configuration:', ...violations].join('\n'))
}

let loaded: Config | undefined

/** The configuration of this process; read only once. */
export function config(): Config {
  const { env } = process
  // Next overwrites PORT; scripts/server.js saves the original value.
  loaded ??= loadConfig({ ...env, PORT: env['ORIGINAL_PORT'] ?? env['PORT'] }, process.env.NEXT_PUBLIC_API_URL)
  return loaded
}
