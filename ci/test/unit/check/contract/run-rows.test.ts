import { describe, expect, it } from 'vitest'
import type { Observed } from '../../../../src/check/contract/observed.js'
import { contractReport } from '../../../../src/check/contract/report.js'
import { runRows } from '../../../../src/check/contract/run-rows.js'
import { SERVICES } from '../../../../src/project/services.js'
import { goodRun, type ServingRun } from './samples.js'

const broken = (seen: Observed) => runRows(SERVICES.backend, seen).filter(({ passed }) => !passed)
const names = (seen: Observed) => broken(seen).map(({ name }) => name)

/** A good run with one thing changed in place. */
function run(change: (seen: ServingRun) => void): Observed {
  const seen = goodRun()
  change(seen)
  return seen
}

const DEPARTURES: [string, Observed, string][] = [
  [
    'as root',
    run(({ process }) => {
      process.uid = 0
    }),
    'running user',
  ],
  [
    'with an effective capability',
    run(({ process }) => {
      process.capabilities.effective = '0000000000000400'
    }),
    'running capabilities',
  ],
  [
    'with a permitted capability',
    run(({ process }) => {
      process.capabilities.permitted = '0000000000000400'
    }),
    'running capabilities',
  ],
  [
    'with an inheritable capability',
    run(({ process }) => {
      process.capabilities.inheritable = '0000000000000400'
    }),
    'running capabilities',
  ],
  [
    'with a bounding capability',
    run(({ process }) => {
      process.capabilities.bounding = '0000000000000400'
    }),
    'running capabilities',
  ],
  [
    'with an ambient capability',
    run(({ process }) => {
      process.capabilities.ambient = '0000000000000400'
    }),
    'running capabilities',
  ],
  [
    'where a setuid file would help',
    run(({ process }) => {
      process.noNewPrivileges = false
    }),
    'running privileges',
  ],
  [
    'without a system call filter',
    run(({ process }) => {
      process.seccompFilter = false
    }),
    'system call filter',
  ],
  [
    'in the PID namespace of others',
    run(({ process }) => {
      process.pid = 12
    }),
    'process 1',
  ],
  [
    'whose process 1 is another program',
    run(({ process }) => {
      process.command = ['node', 'dist/server.js']
    }),
    'process 1',
  ],
  [
    'whose health check fails',
    run((seen) => {
      seen.healthcheck = 1
    }),
    'health check inside',
  ],
  [
    'whose health check does not end',
    run((seen) => {
      seen.healthcheck = null
    }),
    'health check inside',
  ],
  [
    'with a writable folder',
    run(({ process }) => {
      process.writable.push('/app')
    }),
    'writable paths',
  ],
  [
    'without a mount',
    run(({ process }) => {
      process.writable = []
    }),
    'writable paths',
  ],
  [
    'that is not alive without its database',
    run(({ answers }) => {
      answers.absent.live.statusCode = 503
    }),
    'live, dependency absent',
  ],
  [
    'that is ready without its database',
    run(({ answers }) => {
      answers.absent.ready.statusCode = 200
    }),
    'ready, dependency absent',
  ],
  [
    'that stays unready',
    run(({ answers }) => {
      answers.returned.ready.statusCode = 503
    }),
    'ready, dependency returned',
  ],
  [
    'that says another word',
    run(({ answers }) => {
      answers.present.health.status = 'ok'
    }),
    'health, dependency present',
  ],
  [
    'that is slow to live',
    run(({ answers }) => {
      answers.present.live.ms = 101
    }),
    'live, dependency present',
  ],
  [
    'that is slow to be unready',
    run(({ answers }) => {
      answers.absent.ready.ms = 501
    }),
    'ready, dependency absent',
  ],
  [
    'that ends with an error',
    run(({ stop }) => {
      stop.exitCode = 143
    }),
    'stop on SIGTERM',
  ],
  [
    'that ends late',
    run(({ stop }) => {
      stop.seconds = 10.1
    }),
    'stop on SIGTERM',
  ],
  [
    'that never ends',
    run(({ stop }) => {
      stop.exitCode = null
    }),
    'stop on SIGTERM',
  ],
  [
    'that leaves zombies',
    run(({ process }) => {
      process.zombies = 1
    }),
    'processes that process 1 leaves behind',
  ],
]

/** The refusal of a missing JWT_SECRET, changed. */
const refusing = (changes: Partial<Observed['refusals'][number]>) =>
  run(({ refusals }) => {
    for (const refusal of refusals)
      if ('JWT_SECRET' in refusal.given && Object.keys(refusal.given).length === 1) Object.assign(refusal, changes)
  })

describe('a service', () => {
  it('that keeps the contract breaks no row', () => {
    expect(broken(goodRun())).toEqual([])
  })

  it.each(DEPARTURES)('%s breaks its row and no other', (_, seen, row) => {
    expect(names(seen)).toEqual([row])
  })

  it('that has ended before anyone looked breaks every row of its process', () => {
    const { process: _, ...seen } = goodRun()
    const rows = broken(seen)
    expect(rows.map(({ name }) => name)).toEqual([
      'running user',
      'running capabilities',
      'running privileges',
      'system call filter',
      'process 1',
      'writable paths',
      'processes that process 1 leaves behind',
    ])
    expect(new Set(rows.map(({ got }) => got))).toEqual(new Set(['it has ended']))
  })

  it.each([
    ['starts', { exitCode: null }],
    ['ends with another code', { exitCode: 0 }],
    ['does not say what is missing', { output: 'Invalid configuration' }],
    ['complains of another variable too', { output: 'Invalid configuration:\n  JWT_SECRET is wrong\n  PORT is wrong' }],
    ['complains twice', { output: 'Invalid configuration:\n  JWT_SECRET is wrong\nInvalid configuration:' }],
  ])('that %s without JWT_SECRET breaks the row of it', (_, changes) => {
    expect(names(refusing(changes))).toEqual(['refuses no JWT_SECRET'])
  })

  it('that prints a refused secret breaks the row, and says which', () => {
    const seen = run(({ refusals }) => {
      for (const refusal of refusals)
        if (refusal.given['JWT_SECRET']) refusal.output += `\n(it was ${refusal.given['JWT_SECRET']})`
    })
    expect(broken(seen).map(({ got }) => got)).toEqual([expect.stringContaining('shows JWT_SECRET')])
  })
})

describe('the report', () => {
  it('is a line an image where all holds', () => {
    const rows = runRows(SERVICES.backend, goodRun())
    expect(contractReport([{ image: 'todo-backend', runtime: 'a test', rows }])).toBe(
      `todo-backend  ${rows.length} rows passed  run by a test\n`,
    )
  })

  it('names every broken row of every image, and ends with what the service printed', () => {
    const rows = runRows(
      SERVICES.backend,
      run((seen) => {
        seen.process.zombies = 2
        seen.stop.exitCode = 1
      }),
    )
    const all = ['todo-backend', 'todo-frontend'].map((image) => ({ image, runtime: 'a test', rows }))
    expect(() => contractReport(all)).toThrow(
      /^The contract is broken\.\n\ntodo-backend: 2 of \d+ rows failed\nrow .*\nprocesses .* 2\nstop on SIGTERM .*exit 1.*\n\nprocesses .*:\nlistening\n.*todo-frontend: 2 of/s,
    )
  })
})
