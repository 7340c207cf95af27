import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { loadConfig, loadMigrationConfig } from '../../src/config/config.ts'

const required = {
  DATABASE_URL: 'postgresql://todo:hunter2@db:5432/todo',
  JWT_SECRET: '0123456789abcdef0123456789abcdef',
}

const rsaKey = (modulusLength: number, type: 'pkcs8' | 'pkcs1' = 'pkcs8') =>
  generateKeyPairSync('rsa', { modulusLength }).privateKey.export({ type, format: 'pem' }).toString()

const ellipticKey = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString()

function configError(env: Record<string, string>): string {
  try {
    loadConfig(env)
    return 'no complaint'
  } catch (error) {
    return (error as Error).message
  }
}

test('the two required variables are enough', () => {
  expect(loadConfig(required)).toEqual({
    ...required,
    JWT_ALGORITHM: 'HS256',
    JWT_EXPIRATION: 3600,
    ENVIRONMENT: 'production',
    CORS_ORIGINS: '*',
    RATE_LIMIT: 300,
    LOG_LEVEL: 'INFO',
    LOG_FORMAT: 'json',
    HOST: '0.0.0.0',
    PORT: expect.any(Number),
    APP_VERSION: '1.0.0',
  })
})

describe('accepts', () => {
  test.each([
    ['DATABASE_URL', 'postgres://db/todo'],
    ['DATABASE_URL', 'postgresql://todo:p%40ss@[::1]:5432/todo?sslmode=disable'],
    ['DATABASE_URL', 'postgresql:///todo?host=/var/run/postgresql'],
    ['JWT_EXPIRATION', '1'],
    ['ENVIRONMENT', 'staging'],
    ['CORS_ORIGINS', 'https://todo.example.com, http://localhost:3000'],
    ['LOG_LEVEL', 'WARNING'],
    ['LOG_FORMAT', 'text'],
    ['PORT', '0'],
    ['APP_VERSION', 'v1.2.3'],
  ])('%s=%s', (name, value) => {
    expect(configError({ ...required, [name]: value })).toBe('no complaint')
  })
})

describe('refuses', () => {
  test.each([
    ['DATABASE_URL', '', 'is missing: set it to a URL like postgresql://'],
    ['DATABASE_URL', 'mysql://db/todo', 'is malformed: set it to a URL like postgresql://'],
    ['DATABASE_URL', 'postgresql://', 'is malformed'],
    ['DATABASE_URL', 'postgresql://todo:50%zz@db/todo', 'is malformed'],
    ['JWT_SECRET', '', 'is missing: set it to at least 32 random characters'],
    ['JWT_SECRET', '0123456789abcdef0123456789abcde', 'is too short for HS256: use at least 32'],
    ['JWT_ALGORITHM', 'none', 'has an unknown value: set it to HS256 or RS256'],
    ['JWT_ALGORITHM', 'RS512', 'has an unknown value'],
    ['JWT_EXPIRATION', '0', 'must be >= 1: set it to a whole number of seconds'],
    ['JWT_EXPIRATION', '1.5', 'must be integer'],
    ['RATE_LIMIT', '0', 'must be >= 1: set it to the number of requests per minute'],
    ['JWT_EXPIRATION', '1h', 'must be integer'],
    ['ENVIRONMENT', 'prod', 'has an unknown value: set it to development, staging or production'],
    ['CORS_ORIGINS', 'todo.example.com', 'is malformed: set it to * or'],
    ['CORS_ORIGINS', 'https://todo.example.com/', 'is malformed'],
    ['CORS_ORIGINS', 'https://todo.example.com,*', 'is malformed'],
    ['CORS_ORIGINS', 'https://todo.example.com,', 'is malformed'],
    ['LOG_LEVEL', 'info', 'has an unknown value: set it to DEBUG, INFO, WARNING or ERROR'],
    ['LOG_FORMAT', 'xml', 'has an unknown value: set it to json or text'],
    ['PORT', '65536', 'must be <= 65535: set it to a TCP port'],
  ])('%s=%s', (name, value, expected) => {
    expect(configError({ ...required, [name]: value })).toContain(`  ${name} ${expected}`)
  })
})

describe('RS256', () => {
  test.each([
    ['a PKCS#8 key', rsaKey(2048)],
    ['a key on one line', rsaKey(2048).replaceAll('\n', '\\n')],
  ])('takes %s', (_what, JWT_SECRET) => {
    expect(configError({ ...required, JWT_SECRET, JWT_ALGORITHM: 'RS256' })).toBe('no complaint')
  })

  test.each([
    ['a word', required.JWT_SECRET, 'is not a PKCS#8 private key in PEM'],
    ['a PKCS#1 key', rsaKey(2048, 'pkcs1'), 'is not a PKCS#8 private key in PEM'],
    ['half a key', rsaKey(2048).slice(0, 400), 'is not a PKCS#8 private key in PEM'],
    ['a short key', rsaKey(1024), 'is not strong enough for RS256: use an RSA key of at least 2048 bits'],
    ['an elliptic key', ellipticKey, 'is not strong enough for RS256'],
  ])('refuses %s', (_what, JWT_SECRET, expected) => {
    const message = configError({ ...required, JWT_SECRET, JWT_ALGORITHM: 'RS256' })
    expect(message).toContain(`  JWT_SECRET ${expected}`)
    expect(message).not.toContain(JWT_SECRET.slice(30, 60))
  })
})

test('all violations are in one message, and no value is', () => {
  const message = configError({
    DATABASE_URL: 'mysql://todo:hunter2@db/todo',
    JWT_SECRET: 'hunter2',
    JWT_EXPIRATION: '-1',
    LOG_LEVEL: 'TRACE',
  })
  expect(message.split('\n').map((line) => line.trim().split(' ')[0])).toEqual([
    'Invalid',
    'DATABASE_URL',
    'JWT_EXPIRATION',
    'LOG_LEVEL',
    'JWT_SECRET',
  ])
  expect(message).not.toContain('hunter2')
})

test('a migration needs no JWT_SECRET', () => {
  const { DATABASE_URL } = required
  expect(loadMigrationConfig({ DATABASE_URL, JWT_ALGORITHM: 'nonsense' })).toEqual({
    DATABASE_URL,
    LOG_LEVEL: 'INFO',
    LOG_FORMAT: 'json',
  })
})
