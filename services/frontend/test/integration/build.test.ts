import { expect, it } from 'vitest'
import { build } from '../helpers/service.ts'

// These builds fail while the configuration is read, so they don't change an earlier build.
it.each([
  [undefined, 'is missing or empty'],
  ['', 'is missing or empty'],
  ['localhost:8000', 'is not a usable address'],
  ['http://user:hunter2@api', 'is not a usable address'],
])('a build with NEXT_PUBLIC_API_URL=%j fails with one clear message', async (value, problem) => {
  const { code, output } = await build({ NEXT_PUBLIC_API_URL: value })
  expect(code).toBe(1)
  expect(output).toContain(`NEXT_PUBLIC_API_URL ${problem}; set it to an http:// or https:// address`)
  expect(output.match(/NEXT_PUBLIC_API_URL/g)).toHaveLength(1)
  expect(output).not.toContain('hunter2')
})
