import { Writable } from 'node:stream'
import { connection } from '@dagger.io/dagger'

// With colours the CLI's log has another format.
process.env['NO_COLOR'] = '1'

/** Runs work in a session of its own; returns the CLI's log. */
export async function recorded(work: () => Promise<unknown>): Promise<string> {
  let record = ''
  const LogOutput = new Writable({
    write(chunk, _encoding, done) {
      record += chunk
      done()
    },
  })
  await connection(work as () => Promise<void>, { LogOutput })
  return record
}

/** The commands that the engine ran for some work, and did not find in its cache, from its log. */
export async function commandsRun(work: () => Promise<unknown>): Promise<string[]> {
  const record = await recorded(work)
  const commands = new Map([...record.matchAll(/^(\d+) *: [ ┆]*withExec (.+)$/gm)].map(([, id, line]) => [id, line]))
  for (const [, id] of record.matchAll(/^(\d+) *: [ ┆]*Container\.withExec CACHED /gm)) commands.delete(id)
  return [...commands.values()].filter((command) => command !== undefined)
}

/** The test steps among them, by the names of their reports. */
export async function testsRun(work: () => Promise<unknown>): Promise<string[]> {
  const reports = (await commandsRun(work)).map((command) => /([\w-]+)\.xml/.exec(command)?.[1])
  return reports.filter((name) => name !== undefined).sort()
}
