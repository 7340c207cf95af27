/** A LIKE pattern for texts that contain this one, whatever its characters mean in patterns. */
export function containsPattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`
}
