import type { Found } from './versions.js'

/** As much of renovate.json as the tests read. */
export interface Config {
  extends: string[]
  ignorePaths?: string[]
  kubernetes?: { managerFilePatterns: string[] }
  customManagers: { description: string; managerFilePatterns: string[]; matchStrings: string[] }[]
  packageRules: Rule[]
}

export interface Rule {
  description: string
  matchPackageNames?: string[]
  matchUpdateTypes?: string[]
  groupName?: string
  enabled?: boolean
  allowedVersions?: string
}

/** What reads versions: in files whose path fits one pattern, where one of the forms has a group currentValue or currentDigest. */
interface Manager {
  files: RegExp[]
  forms: RegExp[]
}

const IMAGE = '[\\w./-]+:(?<currentValue>[\\w.-]+)(?:@(?<currentDigest>sha256:[0-9a-f]{64}))?'

/**
 * Managers that Renovate has built in, with their default file patterns and the forms of theirs that this repository has. Renovate 44;
 * each has its page below https://docs.renovatebot.com/modules/manager/, such as https://docs.renovatebot.com/modules/manager/npm/.
 */
const BUILT_IN: Record<string, Manager> = {
  npm: {
    files: [/(^|\/)package\.json$/],
    forms: [/(?<="(?:d|devD|peerD|optionalD)ependencies": \{[^}]*)"[^"]+": "(?<currentValue>[^"]+)"/dg],
  },
  dockerfile: {
    files: [/(^|\/|\.)([Dd]ocker|[Cc]ontainer)file$/, /(^|\/)([Dd]ocker|[Cc]ontainer)file[^/]*$/],
    forms: [new RegExp(`^(?:FROM |ARG \\w+=|COPY --from=)${IMAGE}`, 'dgm')],
  },
  'docker-compose': {
    files: [/(^|\/)(?:docker-)?compose[^/]*\.ya?ml$/],
    forms: [new RegExp(`^ +image: ${IMAGE}`, 'dgm')],
  },
  kustomize: {
    files: [/(^|\/)kustomization\.ya?ml$/],
    forms: [/^ +newTag: (?<currentValue>\S+)$/dgm, /^ +digest: (?<currentDigest>\S+)$/dgm],
  },
  'github-actions': {
    files: [
      /(^|\/)(workflow-templates|\.(?:github|gitea|forgejo)\/(?:workflows|actions))\/.+\.ya?ml$/,
      /(^|\/)action\.ya?ml$/,
    ],
    forms: [
      /\buses: [\w./-]+@(?<currentDigest>[0-9a-f]{40}) # (?<currentValue>v[\d.]+)/dg,
      // Of some actions it knows the input that is a version; a line that begins with a hyphen is another step.
      /\buses: dagger\/dagger-for-github@.*\n(?:(?! *- ).*\n)*?(?! *- ).*?\bversion: (?<currentValue>[\d.]+)/dg,
    ],
  },
}

/** All managers that work with a configuration. */
export function managersOf({ kubernetes, customManagers }: Config): Manager[] {
  const files = (kubernetes?.managerFilePatterns ?? []).map(pathPattern)
  const custom = customManagers.map(({ managerFilePatterns, matchStrings }) => ({
    files: managerFilePatterns.map(pathPattern),
    forms: matchStrings.map((form) => new RegExp(form, 'dg')),
  }))
  return [...Object.values(BUILT_IN), { files, forms: [new RegExp(`^ +(?:- )?image: ${IMAGE}`, 'dgm')] }, ...custom]
}

/** Renovate's patterns are regular expressions between slashes, or globs, which renovate.json does without. */
function pathPattern(pattern: string): RegExp {
  const [, source] = /^\/(.+)\/$/.exec(pattern) ?? []
  if (source === undefined) throw new Error(`"${pattern}" is a glob: write a regular expression between slashes`)
  return new RegExp(source)
}

/** Those of the versions of a file that no manager reads. */
export function unread(found: Found[], text: string, managers: Manager[]): Found[] {
  return found.filter(({ file, start, end }) => {
    const reads = managers.filter(({ files }) => files.some((pattern) => pattern.test(file)))
    const ranges = reads.flatMap(({ forms }) => forms.flatMap((form) => rangesOf(form, text)))
    return !ranges.some(([from, to]) => from < end && start < to && !/\w/.test(text.slice(to, end)))
  })
}

const rangesOf = (form: RegExp, text: string): [number, number][] =>
  [...text.matchAll(form)].flatMap(({ indices }) =>
    ['currentValue', 'currentDigest'].flatMap((name) => {
      const range = indices?.groups?.[name]
      return range ? [range] : []
    }),
  )
