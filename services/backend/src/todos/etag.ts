/** The strong ETag of a todo's version. */
export function entityTag({ version }: { version: number }): string {
  return `"${version}"`
}

/**
 * Returns the versions that an If-Match header allows, or `undefined` if it allows all. Tags in another form than this
 * service creates, such as weak ones, match no version.
 */
export function parseIfMatch(header: string | undefined): number[] | undefined {
  if (header === undefined || header.trim() === '*') return undefined
  const versions = header.split(',').map((tag) => /^"([1-9]\d{0,8})"$/.exec(tag.trim())?.[1])
  return versions.filter((version) => version !== undefined).map(Number)
}
