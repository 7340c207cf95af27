import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ALL_SERVICES, POSTGRES } from '../../ci/src/project/services.js'

/**
 * A Compose file that lets a second stack run beside the developer's own: it changes the names of containers, the ports and the images.
 * The file is removed when this process ends.
 * @returns its path
 */
export function freeNames(project: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'todo-compose-'))
  process.once('exit', () => rmSync(folder, { recursive: true }))
  const file = join(folder, 'free-names.yml')
  writeFileSync(file, overrides(project))
  return file
}

function overrides(project: string): string {
  const image = (service: string) => `    image: ${project}-${service}`
  return [
    'services:',
    ...['  postgres:', ...freeContainer(POSTGRES.port)],
    ...['  migrate:', image('backend')],
    ...ALL_SERVICES.flatMap(({ name, port }) => [`  ${name}:`, image(name), ...freeContainer(port)]),
  ].join('\n')
}

/** Compose chooses the container's name, and Docker the port of this machine. */
const freeContainer = (port: number | undefined): string[] => [
  '    container_name: !reset null',
  ...(port === undefined ? [] : [`    ports: !override ["127.0.0.1::${port}"]`]),
]
