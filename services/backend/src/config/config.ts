import type { Ajv, ErrorObject } from 'ajv'
import { envSchema } from 'env-schema'
import { type Static, type TObject, Type } from 'typebox'
import { algorithms, parseSigningKeys } from '../auth/signing-key.ts'
import { isOriginList, isPostgresUrl } from './formats.ts'

/** All environment variables that the service reads. The descriptions complete the error message "set it to …". */
const schema = Type.Object({
  DATABASE_URL: Type.String({
    format: 'postgres-url',
    description: 'a URL like postgresql://user:password@host:5432/name, special characters percent-encoded',
  }),
  JWT_SECRET: Type.String({
    description: 'at least 32 random characters for HS256, or a PKCS#8 RSA private key in PEM for RS256',
  }),
  JWT_ALGORITHM: Type.Enum(algorithms, { default: 'HS256', description: 'HS256 or RS256' }),
  JWT_EXPIRATION: Type.Integer({ minimum: 1, default: 3600, description: 'a whole number of seconds, at least 1' }),
  ENVIRONMENT: Type.Enum(['development', 'staging', 'production'], {
    default: 'production',
    description: 'development, staging or production',
  }),
  CORS_ORIGINS: Type.String({
    format: 'origins',
    default: '*',
    description: '* or a comma-separated list of origins like https://todo.example.com (no path, no trailing slash)',
  }),
  RATE_LIMIT: Type.Integer({
    minimum: 1,
    default: 300,
    description:
      'the number of requests per minute that one replica accepts from a user, or from an address without a token',
  }),
  LOG_LEVEL: Type.Enum(['DEBUG', 'INFO', 'WARNING', 'ERROR'], {
    default: 'INFO',
    description: 'DEBUG, INFO, WARNING or ERROR',
  }),
  LOG_FORMAT: Type.Enum(['json', 'text'], { default: 'json', description: 'json or text' }),
  HOST: Type.String({ default: '0.0.0.0', description: 'the address to listen on' }),
  PORT: Type.Integer({
    minimum: 0,
    maximum: 65_535,
    default: 8000,
    description: 'a TCP port, or 0 for any free port',
  }),
  APP_VERSION: Type.String({ default: '1.0.0', description: 'the version that /health reports' }),
})

const migrationSchema = Type.Pick(schema, ['DATABASE_URL', 'LOG_LEVEL', 'LOG_FORMAT'])

export type Config = Static<typeof schema>
export type MigrationConfig = Static<typeof migrationSchema>
export type Environment = Record<string, string | undefined>

/** Lists all violations, one per line. It shows no values, because most of them are or contain secrets. */
export class ConfigError extends Error {
  override name = 'ConfigError'

  constructor(problems: string[]) {
    super(['Invalid configuration:', ...problems.map((problem) => `  ${problem}`)].join('\n'))
  }
}

/**
 * Reads the configuration of the server.
 *
 * @throws ConfigError with every missing or invalid variable.
 */
export function loadConfig(env: Environment): Config {
  return load<Config>(schema, env, findSecretProblems)
}

/** Like loadConfig, for `migrate`. It doesn't need JWT_SECRET, so a missing one must not stop a migration. */
export function loadMigrationConfig(env: Environment): MigrationConfig {
  return load<MigrationConfig>(migrationSchema, env, () => [])
}

function load<T>(variables: TObject, env: Environment, findProblems: (values: Environment) => string[]): T {
  const values = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const problems = findProblems(values)
  try {
    const config = envSchema<T>({ schema: variables, data: values, env: false, ajv: { customOptions: addFormats } })
    if (problems.length === 0) return config
  } catch (error) {
    if (!isSchemaError(error)) throw error
    problems.unshift(...error.errors.map((violation) => describeViolation(variables, violation)))
  }
  throw new ConfigError(problems)
}

function addFormats(ajv: Ajv): Ajv {
  return ajv.addFormat('postgres-url', isPostgresUrl).addFormat('origins', isOriginList)
}

function isSchemaError(error: unknown): error is Error & { errors: ErrorObject[] } {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors)
}

function describeViolation(variables: TObject, { keyword, instancePath, params, message }: ErrorObject): string {
  const name = keyword === 'required' ? String(params['missingProperty']) : instancePath.slice(1)
  const problem = { required: 'is missing', format: 'is malformed', enum: 'has an unknown value' }[keyword] ?? message
  const { description } = variables.properties[name] as { description?: string }
  return `${name} ${problem}: set it to ${description}`
}

/** Checks JWT_SECRET against JWT_ALGORITHM, which the schema can't express. */
function findSecretProblems({ JWT_SECRET, JWT_ALGORITHM = 'HS256' }: Environment): string[] {
  const algorithm = algorithms.find((candidate) => candidate === JWT_ALGORITHM)
  if (JWT_SECRET === undefined || algorithm === undefined) return []
  try {
    parseSigningKeys(algorithm, JWT_SECRET)
    return []
  } catch (error) {
    return [`JWT_SECRET ${(error as Error).message}`]
  }
}
