/** One line that says which tests did not run, and why. */
export function leftOut(what: string, why: string): void {
  process.stderr.write(`${what}: left out, ${why}.\n`)
}
