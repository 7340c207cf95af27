import { table } from '../lib/text-table.js'
import type { ImageTag } from './tags.js'

/** Tags, one a line, with the reason for each if `explain` is set. */
export function tagTable(tags: ImageTag[], explain: boolean): string {
  return table(tags.map(({ name, reason }) => (explain ? [name, reason] : [name])))
}
