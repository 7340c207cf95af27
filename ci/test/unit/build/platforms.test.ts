import { describe, expect, it } from 'vitest'
import { platforms } from '../../../src/build/platforms.js'

describe('the platforms of an image', () => {
  it('are listed once each, in one order', () => {
    expect(platforms(['linux/arm64', 'linux/amd64', 'linux/arm64'])).toEqual(['linux/amd64', 'linux/arm64'])
    expect(platforms(['linux/arm/v7'])).toEqual(['linux/arm/v7'])
  })

  it.each([[['amd64']], [['linux']], [['windows/amd64']], [['linux/amd64', 'Linux/ARM64']], [[]]])(
    'are refused as %j',
    (names) => {
      expect(() => platforms(names)).toThrow(
        `--platform "${names.at(-1) ?? ''}" is not a valid platform: use linux/ARCHITECTURE, such as linux/amd64,linux/arm64`,
      )
    },
  )
})
