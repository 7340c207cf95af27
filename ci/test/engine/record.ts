import { Writable } from 'node:stream'
import { connection } from '@dagger.io/dagger'

// In colours the CLI's log has other words in other places.
process.env['NO_COLOR'] = '1'

/** What the CLI logs of some work in a session of its own. */
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

/** The commands that the engine ran for some work, by its own record: those that it did not answer from its cache. */
export async function commandsRun(work: () => Promise<unknown>): Promise<string[]> {
  const record = await recorded(work)
  const commands = new Map([...record.matchAll(/^(\d+) *: [ ┆]*withExec (.+)$/gm)].map(([, id, line]) => [id, line]))
  for (const [, id] of record.matchAll(/^(\d+) *: [ ┆]*Container\.withExec CACHED /gm)) commands.delete(id)
  return [...commands.values()].filter((command) => command !== undefined)
}

/** The tests among them, by the name of their report. */
export async function testsRun(work: () => Promise<unknown>): Promise<string[]> {
  const reports = (await commandsRun(work)).map((command) => /([\w-]+)\.xml/.exec(command)?.[1])
  return reports.filter((name) => name !== undefined).sort()
}
