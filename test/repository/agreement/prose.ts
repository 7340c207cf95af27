import { ALL_SERVICES, HTTP_SERVICES, OWNER, POSTGRES } from '../../../ci/src/project/services.js'
import { NODE_IMAGE } from '../../../ci/src/project/versions.js'
import { compare, type Departure, demand } from './departure.js'

const services = ALL_SERVICES
/** Node 20 is named too: it can still be built with. */
const BASES = [NODE_IMAGE, 'node:20-alpine', POSTGRES.image]

const POSTGRES_VERSION = /:(\d+)/.exec(POSTGRES.image)?.[1] ?? 'none'

/** Where README.md names another image, user, port, version or tag than the contract and the module do. */
export function readmeDepartures(text: string, daggerVersion: string): Departure[] {
  const known = services.map(({ image }) => image)
  return [
    // An example: it need not have each service.
    ...services.flatMap(({ image, port = '' }) =>
      all(text, new RegExp(`^(${image} +linux/.*)$`, 'gm')).flatMap((line) =>
        demand(
          `README: table of ${image}`,
          new RegExp(`^${image} +linux/amd64 +${OWNER} +${port} `).test(line),
          line,
          `${image}  linux/amd64  ${OWNER}  ${port}`,
        ),
      ),
    ),
    ...only('README: images', all(text, /\b(todo-[a-z]+)\b/g), known),
    ...only('README: base images', all(text, /\b((?:node|postgres):[\w.-]+)/g), BASES),
    ...only(
      'README: ports',
      all(text, /localhost:(\d+)/g),
      HTTP_SERVICES.map(({ port }) => String(port)),
    ),
    ...only('README: version of Dagger', all(text, /Dagger CLI (\d[\d.]*\d)/g), [daggerVersion]),
    ...only('README: version of PostgreSQL', all(text, /PostgreSQL (\d+)/g), [POSTGRES_VERSION]),
    ...only('README: tags', all(text, /:(latest)\b/g), []),
  ]
}

/** Where the workflow names another version, registry or repository than the rest. */
export function workflowDepartures(text: string, daggerVersion: string): Departure[] {
  return [
    ...only('workflow: version of Dagger', all(text, /\bversion: (\d[\d.]*\d)/g), [daggerVersion]),
    // The images are named below the repository of the project, whoever's it is.
    ...compare('workflow: repository', all(text, /--repository=(.+?) --/g), ['"ghcr.io/$GITHUB_REPOSITORY"']),
    ...only('workflow: tags', all(text, /\b(latest)\b/g), []),
  ]
}

const all = (text: string, pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map(([, found = '']) => found))]

/** One departure for each word that is none of those allowed. */
const only = (row: string, found: string[], allowed: string[]) =>
  found.flatMap((word) => demand(row, allowed.includes(word), word, allowed.join(', ') || 'none'))
