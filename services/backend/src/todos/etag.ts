/** The strong entity tag of a todo's version. */
export function entityTag({ version }: { version: number }): string {
  return `"${version}"`
}

/**
 * The versions that an If-Match header allows; nothing when it allows all. Tags that this service never makes, weak ones
 * among them, match no version.
 */
export function parseIfMatch(header: string | undefined): number[] | undefined {
  if (header === undefined || header.trim() === '*') return undefined
  const versions = header.split(',').map((tag) => /^"([1-9]\d{0,8})"$/.exec(tag.trim())?.[1])
  return versions.filter((version) => version !== undefined).map(Number)
}
