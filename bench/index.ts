import { mkdir, writeFile } from 'node:fs/promises'
import { availableParallelism, loadavg } from 'node:os'
import { application } from './application/application.js'
import { type Figure, isMet } from './figure.js'
import { type Options, type Result, readOptions } from './options.js'
import { pipeline } from './pipeline/pipeline.js'
import { plot } from './plot.js'

/** Each prints its progress and returns its figures. */
const benchmarks: Record<string, (options: Options) => Promise<Result>> = { application, pipeline }

const REPORTS = new URL('../reports/', import.meta.url)

/** `npm run bench` runs all benchmarks; `npm run bench -- application` only the named ones. */
async function main(args: string[]): Promise<void> {
  const { names, ...options } = readOptions(args, Object.keys(benchmarks))
  for (const [name, run] of Object.entries(benchmarks)) {
    if (!names.includes(name)) continue
    const [load = 0] = loadavg()
    const machine = { node: process.version, processors: availableParallelism(), load }
    const { figures, skipped, plot: heading } = await run(options)
    console.log(`\n${name} (load of the machine before: ${load.toFixed(1)} on ${machine.processors} processors)`)
    console.table(figures.map(row))
    for (const sentence of skipped) console.log(`Skipped: ${sentence}`)
    await mkdir(REPORTS, { recursive: true })
    const result = { machine, options, figures, skipped }
    await writeFile(new URL(`bench-${name}.json`, REPORTS), `${JSON.stringify(result, null, 2)}\n`)
    if (heading) await writeFile(new URL(`bench-${name}.svg`, REPORTS), plot(heading, figures))
  }
}

const row = ({ name, value, unit, goal, samples }: Figure) => ({
  figure: name,
  value,
  unit,
  goal: goal ? `${goal} ${isMet(value, goal) ? 'met' : 'missed'}` : '',
  n: samples.length,
})

await main(process.argv.slice(2))
