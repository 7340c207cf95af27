import { describe, expect, test } from 'vitest'
import type { Command } from '../../src/chat/command.ts'
import { parseMessage } from '../../src/chat/parse-message.ts'
import { plainPhrasings } from './chat-phrasings.ts'
import { otherPhrasings } from './chat-phrasings-other.ts'

/** A command in one line: `add [milk] [bread]`. */
function summarise(command: Command): string {
  const { kind } = command
  if (kind === 'list') return `list ${command.filter}`
  if (kind === 'rename')
    return `rename ${command.readings.map(({ title, newTitle }) => `[${title}] to [${newTitle}]`).join(' or ')}`
  if (kind === 'incomplete') return `${command.verb} what?`
  if (kind === 'unknown') return `unknown [${command.text}]`
  return kind === 'help' ? kind : `${kind} ${command.titles.map((title) => `[${title}]`).join(' ')}`
}

for (const [kind, table] of Object.entries({ ...plainPhrasings, ...otherPhrasings })) {
  describe(kind, () => {
    test.for(table)('%j', ([message, ...expected]) => {
      expect(parseMessage(message).map(summarise)).toEqual(expected)
    })
  })
}

test('the unsplit text is kept as well, for a title that contains "and"', () => {
  expect(parseMessage('complete the milk and honey')).toMatchObject([{ fullTitle: 'the milk and honey' }])
})

/** Pseudorandom texts, the same in every run. */
function randomTexts(count: number): string[] {
  const words = [
    'add',
    'and',
    ',',
    '"',
    "'",
    'to',
    ' ',
    '\n',
    'done',
    'is',
    'then',
    '.',
    'please',
    'not',
    'milk',
    '😀',
    '\\',
    '(',
    '',
  ]
  let seed = 1
  const next = () => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed
  }
  return Array.from({ length: count }, () =>
    Array.from({ length: next() % 30 }, () => words[next() % words.length]).join(next() % 2 ? ' ' : ''),
  )
}

test('any text is parsed into at least one command', () => {
  for (const text of randomTexts(5_000)) expect(parseMessage(text).length).toBeGreaterThan(0)
})

test.each([
  ...[
    "'",
    '"',
    ' ',
    '.',
    ',',
    '\n',
    'a',
    'add ',
    'to ',
    'is ',
    'please ',
    'and ',
    "'a ",
    'then add ',
    'rename a to ',
    'mark ',
    '- ',
  ],
  ...['is not ', ' done', 'add a todo ', 'to my list ', '\ud800', 'hey, ', 'i ', ', please'],
])('10,000 characters of %j are parsed within the limit of a test', (text) => {
  for (const start of ['', 'add ', 'mark ', 'rename ', 'complete "']) {
    const message = (start + text.repeat(10_000)).slice(0, 10_000)
    expect(() => parseMessage(message)).not.toThrow()
  }
})
