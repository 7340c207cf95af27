import { type Figure, figure, median } from '../figure.js'
import { type ServerOptions, startServer } from '../server.js'

/** Measures the time from the start of a process to its first 200, for each service in turns. */
export async function measureStartTimes(services: Record<string, ServerOptions>, rounds: number): Promise<Figure[]> {
  const times = new Map(Object.keys(services).map((name) => [name, [] as number[]]))
  for (let round = 0; round < rounds; round++) {
    for (const [name, options] of Object.entries(services)) {
      const server = await startServer(options)
      await server.stop()
      times.get(name)?.push(server.startedAfterMs)
    }
  }
  return [...times].map(([name, samples]) =>
    figure(`${name}: start to the first 200`, 'ms', median(samples), samples, '<= 300'),
  )
}
