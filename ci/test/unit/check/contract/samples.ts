import type { ImageFile, Inspected } from '../../../../src/check/contract/inspected.js'
import type { Answer, Observed } from '../../../../src/check/contract/observed.js'
import { planOf } from '../../../../src/check/contract/plan.js'
import { OWNER, SERVICES } from '../../../../src/project/services.js'

const backend = SERVICES.backend
const { routes, healthcheck } = backend

/** A file of the image, root's own in the base otherwise. */
export function file(path: string, changes: Partial<ImageFile> = {}): ImageFile {
  const [uid = 0, gid = 0] = OWNER.split(':').map(Number)
  return { path, type: 'file', mode: 0o644, uid, gid, bytes: 1_000, added: true, ...changes }
}

const ofBase = { added: false, uid: 0, gid: 0 }

/** The backend's image as the contract wants it. */
export function goodImage(): Inspected {
  const seconds = (count: number) => count * 1e9
  return {
    config: {
      User: OWNER,
      WorkingDir: backend.workdir,
      Entrypoint: [...backend.entrypoint],
      Cmd: [...backend.command],
      ExposedPorts: { [`${backend.port}/tcp`]: {} },
      Env: ['PATH=/usr/bin', 'NODE_ENV=production', 'HOST=0.0.0.0', `PORT=${backend.port}`, 'APP_VERSION=v1.2.3'],
      Labels: {
        'org.opencontainers.image.title': 'todo-backend',
        'org.opencontainers.image.description': backend.description,
        'org.opencontainers.image.licenses': 'Apache-2.0',
        'org.opencontainers.image.version': 'v1.2.3',
        'org.opencontainers.image.revision': 'abc1234',
      },
      Healthcheck: {
        Test: ['CMD', ...healthcheck.command],
        Interval: seconds(30),
        Timeout: seconds(3),
        StartPeriod: seconds(40),
        Retries: 3,
      },
    },
    base: { Env: ['PATH=/usr/bin'] },
    history: ['RUN prepare', 'COPY dist', 'ENV NODE_ENV=production'],
    layers: [
      { command: 'RUN prepare', bytes: 500, largest: [{ path: '/etc/group', bytes: 500 }] },
      { command: 'COPY dist', bytes: 3_000_000, largest: [{ path: '/app/dist/server.js', bytes: 1_000_000 }] },
    ],
    files: [
      file('/app', { type: 'directory', mode: 0o755, uid: 0, gid: 0 }),
      file('/app/dist/server.js'),
      file('/etc/group', { uid: 0, gid: 0 }),
      file('/usr/bin/su', { uid: 0, gid: 0, mode: 0o755, stripped: true }),
      file('/tmp', { ...ofBase, type: 'directory', mode: 0o1777 }),
      file('/usr/local/bin/node', { ...ofBase, mode: 0o755 }),
    ],
    shadowedFiles: [],
  }
}

const answer = (statusCode: number, status: string): Answer => ({ statusCode, status, ms: 5 })

/** Of an HTTP server. */
export type ServingRun = Observed & Required<Pick<Observed, 'process' | 'answers'>>

/** The backend as it runs where it keeps the contract. */
export function goodRun(): ServingRun {
  const none = '0000000000000000'
  const all = () => ({
    live: answer(200, routes.live.status),
    ready: answer(200, routes.ready.status),
    health: answer(200, routes.health.status),
  })
  return {
    runtime: 'a test',
    process: {
      pid: 1,
      command: [...backend.entrypoint, ...backend.command],
      uid: 1000,
      gid: 1001,
      noNewPrivileges: true,
      seccompFilter: true,
      capabilities: { inheritable: none, permitted: none, effective: none, bounding: none, ambient: none },
      writable: ['/tmp'],
      zombies: 0,
    },
    healthcheck: 0,
    answers: { present: all(), absent: { ...all(), ready: answer(503, 'not_ready') }, returned: all() },
    refusals: planOf(backend).refusals.map((given) => ({
      given,
      exitCode: 1,
      output: ['Invalid configuration:', ...Object.keys(given).map((name) => `  ${name} is wrong`)].join('\n'),
    })),
    stop: { exitCode: 0, seconds: 0.1 },
    log: 'listening',
  }
}
