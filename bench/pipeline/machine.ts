import { existsSync } from 'node:fs'
import { engineReason } from '../../ci/host/engine.js'
import { withoutCompose } from '../../test/images/daemon.js'
import { hasCgroups } from './cgroups.js'
import type { Need } from './needs.js'

/** The needs that this machine doesn't meet, each with the reason. */
export type MissingNeeds = Map<Need, string>

/** The address of the engine's Unix socket, if it has one on this machine. */
export function engineSocket(): string | undefined {
  const host = process.env['_EXPERIMENTAL_DAGGER_RUNNER_HOST']
  return host?.startsWith('unix://') ? host : undefined
}

export async function findMissingNeeds(cold: boolean): Promise<MissingNeeds> {
  const engine = await engineReason()
  const chromium = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
  const reasons: [Need, string | false | undefined][] = [
    ['engine', !engine.available && engine.reason],
    ['docker', withoutCompose],
    ['chromium', !existsSync(chromium) && `no Chromium at ${chromium} (CHROMIUM_PATH)`],
    [
      'engine socket',
      !engineSocket() && '_EXPERIMENTAL_DAGGER_RUNNER_HOST is not a Unix socket, whose bytes can be counted',
    ],
    ['control groups', !hasCgroups && 'this machine has no control groups to measure the memory of containers'],
    [
      'permission to empty caches',
      !cold && 'it empties the caches of the engine and of Docker, so it runs only with --cold',
    ],
  ]
  return new Map(reasons.flatMap(([need, reason]) => (reason ? [[need, reason]] : [])))
}
