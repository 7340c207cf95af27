import { describe, expect, it } from 'vitest'
import { loadConfig } from '../../src/lib/config.ts'
import { newEnv } from '../helpers/env.ts'

const API_URL = 'http://todo-backend:8000'

function messageFor(changes: Record<string, string | undefined>, builtApiUrl: string | undefined = API_URL): string {
  try {
    loadConfig(newEnv(changes), builtApiUrl)
  } catch (error) {
    return String(error)
  }
  return 'accepted'
}

describe('a valid configuration', () => {
  it('gets its defaults', () => {
    expect(loadConfig(newEnv(), API_URL)).toEqual({
      ...newEnv(),
      BETTER_AUTH_TRUST_HOST: false,
      PORT: 3000,
      HOSTNAME: '0.0.0.0',
      API_URL,
    })
  })

  it.each([
    ['BETTER_AUTH_TRUST_HOST', 'true', true],
    ['BETTER_AUTH_TRUST_HOST', 'false', false],
    ['BETTER_AUTH_TRUST_HOST', '', false],
    ['BETTER_AUTH_SECRET', 's'.repeat(32), 's'.repeat(32)],
    ['PORT', '65535', 65535],
    ['PORT', ' ', 3000],
    ['HOSTNAME', '::1', '::1'],
    ['DATABASE_URL', 'postgres://u:p%40@db/todo', 'postgres://u:p%40@db/todo'],
    ['API_URL', 'https://api.example.com/v1', 'https://api.example.com/v1'],
    ['API_URL', '', API_URL],
  ] as const)('%s=%j is read as %j', (name, value, expected) => {
    expect(loadConfig(newEnv({ [name]: value }), API_URL)[name]).toBe(expected)
  })
})

describe('a violation', () => {
  it.each([
    ['BETTER_AUTH_SECRET', undefined, 'is missing; set it to 32 or more random characters'],
    ['BETTER_AUTH_SECRET', '', 'is missing'],
    ['BETTER_AUTH_SECRET', 's'.repeat(31), 'is shorter than 32 characters; set it to 32 or more'],
    ['BETTER_AUTH_URL', undefined, 'is missing; set it to an http:// or https:// address'],
    ['BETTER_AUTH_URL', 'localhost:3000', 'is not a usable address; set it to an http:// or https:// address'],
    ['BETTER_AUTH_TRUST_HOST', 'yes', 'is neither true nor false; set it to true or false'],
    ['DATABASE_URL', '  ', 'is missing; set it to a PostgreSQL URL like postgresql://'],
    ['DATABASE_URL', 'mysql://u:p@h/db', 'is not a PostgreSQL URL'],
    ['PORT', 'abc', 'is not a port; set it to a port from 1 to 65535'],
    ['PORT', '3000abc', 'is not a port'],
    ['PORT', '0', 'is not a port'],
    ['PORT', '65536', 'is not a port'],
    ['API_URL', 'ftp://backend', 'is not a usable address'],
    ['API_URL', 'http://user:hunter2@backend', 'is not a usable address'],
    ['API_URL', 'http://backend/?a=b', 'is not a usable address'],
  ])('%s=%j: %s', (name, value, message) => {
    expect(messageFor({ [name]: value })).toContain(`${name} ${message}`)
  })

  it('is listed together with all others', () => {
    const env = { BETTER_AUTH_SECRET: 'short', BETTER_AUTH_URL: 'x', BETTER_AUTH_TRUST_HOST: '1', DATABASE_URL: '' }
    const lines = messageFor({ ...env, PORT: '-1', API_URL: 'x' })
      .split('\n')
      .slice(1)
    expect(lines.map((line) => line.trim().split(' ')[0])).toEqual([...Object.keys(env), 'PORT', 'API_URL'])
  })

  it('never shows a value', () => {
    const message = messageFor({
      BETTER_AUTH_SECRET: 'hunter2',
      DATABASE_URL: 'http://u:hunter2@h',
      API_URL: 'http://hunter2@h',
    })
    expect(message).toContain('BETTER_AUTH_SECRET')
    expect(message).not.toContain('hunter2')
  })

  it('names API_URL if the build has no address either', () => {
    expect(messageFor({}, '')).toContain('API_URL')
  })
})
