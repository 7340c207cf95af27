import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { SERVICE_NAMES } from '../../ci/src/project/services.js'
import { NODE_IMAGE, POSTGRES_IMAGE } from '../../ci/src/project/versions.js'
import { read } from './tools.js'

describe('a version that is written twice', () => {
  it.each(SERVICE_NAMES)('is the same base image in the Dockerfile of the %s', (service) => {
    expect(read(`services/${service}/Dockerfile`)).toContain(`ARG NODE_IMAGE=${NODE_IMAGE}\n`)
  })

  it('is the same PostgreSQL in Compose', () => {
    expect(parse(read('docker-compose.yml'), { merge: true }).services.postgres.image).toBe(POSTGRES_IMAGE)
  })

  it('is the same Dagger in dagger.json, package.json and the workflow', () => {
    const version = String(JSON.parse(read('dagger.json')).engineVersion).slice(1)
    expect(JSON.parse(read('package.json')).devDependencies['@dagger.io/dagger']).toBe(version)
    expect(read('.github/workflows/ci.yml').match(/\bversion: (\d\S+?)\b(?=,|\s)/g)).toEqual(
      expect.arrayContaining([`version: ${version}`]),
    )
  })

  it('is the same TypeScript everywhere', () => {
    const versions = [
      'package.json',
      'ci/package.json',
      ...SERVICE_NAMES.map((name) => `services/${name}/package.json`),
    ].map((file) => {
      const { dependencies = {}, devDependencies = {} } = JSON.parse(read(file))
      return dependencies.typescript ?? devDependencies.typescript
    })
    expect(new Set(versions).size, versions.join(', ')).toBe(1)
  })
})
