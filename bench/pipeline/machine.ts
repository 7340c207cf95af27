import { existsSync } from 'node:fs'
import { engineReason } from '../../ci/host/engine.js'
import { withoutCompose } from '../../test/images/daemon.js'
import { engineSocket } from './bytes.js'
import { hasCgroups } from './cgroups.js'

/** What a measurement may need. */
export type Need = 'engine' | 'docker' | 'chromium' | 'engine socket' | 'control groups' | 'leave to empty caches'

/** Of each need that this machine can't meet, the reason. */
export type Lacking = Map<Need, string>

export async function lacking(cold: boolean): Promise<Lacking> {
  const engine = await engineReason()
  const chromium = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
  const reasons: [Need, string | false | undefined][] = [
    ['engine', !engine.available && engine.reason],
    ['docker', withoutCompose],
    ['chromium', !existsSync(chromium) && `no Chromium at ${chromium} (CHROMIUM_PATH)`],
    [
      'engine socket',
      !engineSocket() && '_EXPERIMENTAL_DAGGER_RUNNER_HOST names no Unix socket, where bytes can be counted',
    ],
    ['control groups', !hasCgroups && 'this machine has no control groups that tell the memory of containers'],
    [
      'leave to empty caches',
      !cold && 'it empties the caches of the engine and of Docker, so it runs with --cold only',
    ],
  ]
  return new Map(reasons.flatMap(([need, reason]) => (reason ? [[need, reason]] : [])))
}
