/**
 * Parses a JSON file.
 * @throws one line with the file, the position and the problem
 */
export function parseJson(file: string, text: string): unknown {
  const message = syntaxError(text)
  if (message === undefined) return JSON.parse(text)
  const lines = text.slice(0, errorPosition(text, message)).split('\n')
  const [problem] = message.split(/ (?:in JSON )?at position |, (?:\.\.\.)?"/)
  throw new Error(
    `${file} is not valid JSON (line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}): ${problem}`,
  )
}

function syntaxError(text: string): string | undefined {
  try {
    JSON.parse(text)
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

function errorPosition(text: string, message: string): number {
  const [, position] = / at position (\d+)/.exec(message) ?? []
  if (position) return Number(position)
  // V8 gives no position for an unexpected token: it is where the shortest text ends that has the same error.
  for (let end = 0; end < text.length; end++)
    if (syntaxError(text.slice(0, end + 1))?.startsWith('Unexpected token')) return end
  return text.length
}
