import { mkdir, writeFile } from 'node:fs/promises'
import { availableParallelism, loadavg } from 'node:os'
import { application } from './application/application.js'
import type { Figure } from './figure.js'

/** Each gives its figures, and tells on the way what it is at. */
const benchmarks: Record<string, () => Promise<Figure[]>> = { application }

const REPORTS = new URL('../reports/', import.meta.url)

/** `npm run bench`: all benchmarks, or those that are named: `npm run bench -- application`. */
async function main(names: string[]): Promise<void> {
  const unknown = names.filter((name) => !(name in benchmarks))
  if (unknown.length > 0)
    throw new Error(`unknown benchmark: ${unknown.join(', ')}; there are ${Object.keys(benchmarks).join(', ')}`)
  for (const [name, run] of Object.entries(benchmarks)) {
    if (names.length > 0 && !names.includes(name)) continue
    const machine = { node: process.version, processors: availableParallelism(), load: loadavg()[0] }
    const figures = await run()
    console.log(
      `\n${name} (load of the machine before: ${machine.load?.toFixed(1)} on ${machine.processors} processors)`,
    )
    console.table(
      figures.map(({ name, value, unit, goal = '', samples }) => ({
        figure: name,
        value,
        unit,
        goal,
        n: samples.length,
      })),
    )
    await mkdir(REPORTS, { recursive: true })
    await writeFile(new URL(`bench-${name}.json`, REPORTS), `${JSON.stringify({ machine, figures }, null, 2)}\n`)
  }
}

await main(process.argv.slice(2))
