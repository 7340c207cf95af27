/** Returns a LIKE pattern for texts that contain this one; escapes its wildcards. */
export function containsPattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`
}
