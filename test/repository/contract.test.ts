import { describe, expect, it } from 'vitest'
import { POSTGRES, SERVICES } from '../../ci/src/project/services.js'
import { withTables } from './contract-tables.js'
import { read, root } from './tools.js'

describe('the contract', () => {
  // `npx vitest run --project repository test/repository/contract.test.ts --update` writes them anew.
  it('is in the tables of its page as it is in the code', async () => {
    await expect(withTables(read('docs/contract.md'))).toMatchFileSnapshot(`${root}docs/contract.md`)
  })

  it('has the settings of postgresql.conf', () => {
    const lines = [...read('services/postgres/postgresql.conf').matchAll(/^(\w+) = (.+)$/gm)]
    const settings = Object.fromEntries(lines.map(([, name, value]) => [name, value]))
    expect(settings).toEqual({ listen_addresses: "'*'", ...POSTGRES.settings })
  })

  it.each(Object.values(SERVICES))('has no default for a secret of the $name', ({ variables }) => {
    const secrets = variables.filter(({ secret }) => secret)
    expect(secrets.length).toBeGreaterThan(0)
    expect(secrets.filter((variable) => variable.default !== undefined)).toEqual([])
  })
})
