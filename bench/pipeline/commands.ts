import { type Figure, figure } from '../figure.js'
import { type Checkout, newId } from './checkout.js'
import { runCommand } from './contenders.js'
import { edits } from './edits.js'

/** Counts the commands that `dagger call test` runs in containers: none if nothing has changed. */
export async function measureCommands(checkout: Checkout): Promise<Figure[]> {
  await runCommand(checkout, ['dagger', 'call', 'test'])
  const unchanged = await countCommands(checkout)
  await edits['backend-edit'](checkout, newId())
  const edited = await countCommands(checkout)
  await checkout.reset()
  if (edited === 0)
    throw new Error('no commands were counted after an edit: the format of the log of dagger has changed')
  return [
    figure('test:no-change: commands run in containers', 'commands', unchanged, [unchanged], '<= 0'),
    figure('test:backend-edit: commands run in containers', 'commands', edited, [edited]),
  ]
}

async function countCommands(checkout: Checkout): Promise<number> {
  const { stderr } = await runCommand(checkout, ['dagger', 'call', '--progress=plain', '-vvv', 'test'])
  return stderr.match(/\.withExec DONE /g)?.length ?? 0
}
