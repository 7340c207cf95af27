import { type Figure, figure } from '../figure.js'
import { type Checkout, newId } from './checkout.js'
import { edits } from './edits.js'
import { run } from './rivals.js'

/** How many commands `dagger call test` runs in containers: none where nothing changed, and some after an edit, or we count wrong. */
export async function commandsOfTest(checkout: Checkout): Promise<Figure[]> {
  await run(checkout, ['dagger', 'call', 'test'])
  const unchanged = await commandsRun(checkout)
  await edits['backend-edit'](checkout, newId())
  const edited = await commandsRun(checkout)
  await checkout.reset()
  if (edited === 0) throw new Error('no command was seen to run after an edit: the log of dagger has another form')
  return [
    figure('test:no-change: commands run in containers', 'commands', unchanged, [unchanged], '<= 0'),
    figure('test:backend-edit: commands run in containers', 'commands', edited, [edited]),
  ]
}

async function commandsRun(checkout: Checkout): Promise<number> {
  const { stderr } = await run(checkout, ['dagger', 'call', '--progress=plain', '-vvv', 'test'])
  return stderr.match(/\.withExec DONE /g)?.length ?? 0
}
