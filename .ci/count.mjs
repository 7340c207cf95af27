// The closing line, counted from vitest's own report; red if that report is, whatever the runner's exit code said.
import { readFileSync } from 'node:fs'

const report = JSON.parse(readFileSync('reports/tests.json', 'utf8'))
const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, success } = report
process.stdout.write(`${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests + numTodoTests} skipped\n`)
if (!success) process.exitCode = 1
