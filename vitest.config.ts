import { defineConfig } from 'vitest/config'
import { ALL_SERVICES } from './ci/src/project/services.js'

const minutes = (count: number) => count * 60_000
/** One group after the other: what starts databases, daemons and engines would only wait for the others' processors. */
const inGroup = (groupOrder: number) => ({ sequence: { groupOrder } })
const folder = (path: string) => ({ root: `${import.meta.dirname}/${path}` })
/** Without it vitest leaves one processor to itself, which is half of two. */
const onAllProcessors = { maxWorkers: '100%' }
/** A server for the tests that need PostgreSQL. */
const testDatabase = { globalSetup: [`${import.meta.dirname}/ci/host/test-database.ts`] }
/** The tests of each service, in groups of their own from this one on. */
const FIRST_SERVICE = 2
const services = ALL_SERVICES.map(({ name, dependency }, index) => ({
  extends: `services/${name}/vitest.config.ts`,
  test: {
    ...folder(`services/${name}`),
    ...onAllProcessors,
    ...(dependency.protocol === 'postgresql' && testDatabase),
    ...inGroup(FIRST_SERVICE + index),
  },
}))
const afterServices = (count: number) => inGroup(FIRST_SERVICE + services.length + count)

/** One runner for all of it: `npm test`, or a part of it: `npx vitest run --project backend`. */
export default defineConfig({
  test: {
    reporters: ['default', ['json', { outputFile: 'reports/tests.json' }]],
    projects: [
      { extends: 'ci/vitest.config.ts', test: { ...folder('ci'), ...onAllProcessors, ...inGroup(0) } },
      {
        test: {
          name: 'repository',
          include: ['test/repository/**/*.test.ts', 'ci/test/tools/**/*.test.ts'],
          testTimeout: minutes(10),
          // The pipeline builds what the type check reads.
          fileParallelism: false,
          ...inGroup(1),
        },
      },
      ...services,
      {
        test: {
          name: 'system',
          include: ['test/system/**/*.test.ts'],
          testTimeout: minutes(2),
          hookTimeout: minutes(2),
          ...afterServices(0),
        },
      },
      { extends: 'test/e2e/vitest.config.ts', test: { ...folder('test/e2e'), ...afterServices(1) } },
      {
        test: {
          name: 'images',
          include: ['test/images/**/*.test.ts'],
          testTimeout: minutes(15),
          hookTimeout: minutes(15),
          // Each has names and ports of its own.
          maxWorkers: 2,
          ...afterServices(2),
        },
      },
      {
        test: {
          name: 'engine',
          include: ['ci/test/engine/*.test.ts'],
          testTimeout: minutes(15),
          hookTimeout: minutes(15),
          // The engine builds once what two of them want at the same time.
          maxWorkers: 2,
          ...afterServices(3),
        },
      },
      {
        test: {
          name: 'release',
          include: ['ci/test/engine/release/*.test.ts'],
          testTimeout: minutes(15),
          hookTimeout: minutes(15),
          // They wait for a registry that fails more than they compute.
          maxWorkers: 4,
          ...afterServices(4),
        },
      },
    ],
  },
})
