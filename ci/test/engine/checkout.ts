import { execFileSync } from 'node:child_process'
import { appendFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './session.js'

/**
 * A copy of this checkout that a test may edit. Files are planted here and not by `withNewFile`: the engine knows the parts of a
 * folder that it read from a disk, and takes all of one that it made for new.
 * @param when what removes it: `afterAll`, or `onTestFinished` inside a test
 */
export function newCheckout(when: (remove: () => void) => void) {
  const folder = mkdtempSync(join(tmpdir(), 'todo-chatbot-checkout-'))
  when(() => rmSync(folder, { recursive: true }))
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root })
  for (const file of listed.toString().split('\0').filter(Boolean)) cpSync(join(root, file), join(folder, file))
  return {
    folder,
    write: (file: string, text: string) => writeFileSync(join(folder, file), text),
    /** Adds a line that is nowhere else: a comment in TypeScript. */
    edit: (file: string) => appendFileSync(join(folder, file), `// ${crypto.randomUUID()}\n`),
  }
}
