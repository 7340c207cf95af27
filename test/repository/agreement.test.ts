import { describe, expect, it } from 'vitest'
import { POSTGRES, SERVICES } from '../../ci/src/project/services.js'
import { NODE_IMAGE } from '../../ci/src/project/versions.js'
import { settingDepartures } from './agreement/database.js'
import { rowsOf } from './agreement/departure.js'
import { dockerfileDepartures } from './agreement/dockerfile.js'
import { replaced } from './agreement/plant.js'
import { readmeDepartures, workflowDepartures } from './agreement/prose.js'
import { read } from './tools.js'

const { port } = SERVICES.backend
const dagger = String(JSON.parse(read('dagger.json')).engineVersion).slice(1)
const WORKFLOW = '.github/workflows/ci.yml'
const SETTINGS = 'services/postgres/postgresql.conf'

describe('what the contract says is what stands', () => {
  it.each(Object.values(SERVICES))('in the Dockerfile of $image', (service) => {
    expect(dockerfileDepartures(read(`services/${service.name}/Dockerfile`), service)).toEqual([])
  })

  it('in the settings of PostgreSQL', () => {
    expect(settingDepartures('settings', read(SETTINGS))).toEqual([])
  })

  it('in the README', () => {
    expect(readmeDepartures(read('README.md'), dagger)).toEqual([])
  })

  it('in the workflow', () => {
    expect(workflowDepartures(read(WORKFLOW), dagger)).toEqual([])
  })

  it('in every address of the database', () => {
    const texts = read('docker-compose.yml') + read('deploy/kubernetes/secrets/backend.env.example')
    const found = [...texts.matchAll(/postgresql:\/\/(\w+):.*?@[\w-]+:(\d+)\/(\w+)/g)].map(([, ...parts]) => parts)
    const expected = [POSTGRES.user, String(POSTGRES.port), POSTGRES.database]
    expect(found).toEqual([expected, expected])
  })
})

describe('a departure in a Dockerfile is named:', () => {
  it.each([
    ['root', 'USER 1000:1001', 'USER root', 'USER'],
    ['another port', `EXPOSE ${port}`, `EXPOSE ${port + 1}`, 'EXPOSE'],
    ['another base', NODE_IMAGE, 'node:latest', 'base image'],
    ['a stage with a base of its own', 'FROM ${NODE_IMAGE} AS runner', `FROM ${NODE_IMAGE} AS runner`, 'FROM'],
    ['a slower health check', '--interval=30s', '--interval=60s', 'HEALTHCHECK'],
    ['another route', '/livez', '/health', 'HEALTHCHECK'],
    ['another entry point', 'ENTRYPOINT ["sh", "-c"', 'ENTRYPOINT ["sh", "-ec"', 'ENTRYPOINT'],
    ['another command', 'CMD ["node", "dist/server.js"]', 'CMD ["npm", "start"]', 'CMD'],
    ['a secret in the environment', 'ENV NODE_ENV', 'ENV JWT_SECRET=dev NODE_ENV', 'secrets'],
    ['a secret of the build', 'ARG GIT_COMMIT', 'ARG DATABASE_URL\nARG GIT_COMMIT', 'secrets'],
    ['another default', `PORT=${port}`, `PORT=${port + 1}`, 'ENV'],
    ['a missing label', 'org.opencontainers.image.revision', 'revision', 'org.opencontainers.image.revision'],
    ['no version', 'ENV APP_VERSION=${APP_VERSION}\n', '', 'version'],
  ])('%s', (_, from, to, row) => {
    const text = replaced(read('services/backend/Dockerfile'), from, to)
    expect(rowsOf(dockerfileDepartures(text, SERVICES.backend))).toContain(`todo-backend Dockerfile: ${row}`)
  })
})

describe('a departure in the README is named:', () => {
  it.each([
    ['another user', '1000:1001', '1000:1000', 'table of todo-backend'],
    ['another port', `localhost:${port}`, `localhost:${port + 1}`, 'ports'],
    ['another image', 'todo-backend:dev', 'todo-backbend:dev', 'images'],
    ['another PostgreSQL', 'PostgreSQL 15', 'PostgreSQL 16', 'version of PostgreSQL'],
    ['another Dagger', `Dagger CLI ${dagger}`, 'Dagger CLI 0.20.0', 'version of Dagger'],
    ['latest', 'todo-backend:dev', 'todo-backend:latest', 'tags'],
  ])('%s', (_, from, to, row) => {
    expect(rowsOf(readmeDepartures(replaced(read('README.md'), from, to), dagger))).toContain(`README: ${row}`)
  })
})

describe('a departure in the workflow is named:', () => {
  it.each([
    ['another Dagger', `version: ${dagger}`, 'version: 0.20.0', 'version of Dagger'],
    ['another registry', '--repository="ghcr.io', '--repository="docker.io', 'repository'],
    ['latest', '--repository=', '--tag=latest --repository=', 'tags'],
  ])('%s', (_, from, to, row) => {
    expect(rowsOf(workflowDepartures(replaced(read(WORKFLOW), from, to), dagger))).toContain(`workflow: ${row}`)
  })
})

it('another setting of PostgreSQL is named', () => {
  const text = replaced(read(SETTINGS), 'work_mem = 2621kB', 'work_mem = 64MB')
  expect(rowsOf(settingDepartures('settings', text))).toEqual(['settings'])
})
