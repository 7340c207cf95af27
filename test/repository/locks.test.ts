import { describe, expect, it } from 'vitest'
import { SERVICE_NAMES } from '../../ci/src/project/services.js'
import { read } from './tools.js'

const FOLDERS = ['', 'ci/', ...SERVICE_NAMES.map((name) => `services/${name}/`)]

interface Entry {
  resolved?: string
  optionalDependencies?: Record<string, string>
}

describe.each(FOLDERS.map((folder) => `${folder}package-lock.json`))('%s', (file) => {
  const packages: Record<string, Entry> = JSON.parse(read(file)).packages

  it('has every platform of every package, so that npm ci works on all of them', () => {
    const names = new Set(Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, '')))
    const missing = Object.values(packages).flatMap(({ optionalDependencies = {} }) =>
      Object.keys(optionalDependencies).filter((name) => !names.has(name)),
    )
    expect(missing).toEqual([])
  })

  it('names no registry', () => {
    expect(Object.entries(packages).filter(([path, { resolved }]) => path !== '' && resolved)).toEqual([])
  })
})
