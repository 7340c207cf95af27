import { describe, expect, test } from 'vitest'
import type { Command } from '../../src/chat/command.ts'
import { parse } from '../../src/chat/parse.ts'

/** A command in one line: `add [milk] [bread]`. */
function brief(command: Command): string {
  const { kind } = command
  if (kind === 'list') return `list ${command.which}`
  if (kind === 'rename') return `rename ${command.readings.map(({ from, to }) => `[${from}] to [${to}]`).join(' or ')}`
  if (kind === 'incomplete') return `${command.verb} what?`
  if (kind === 'unknown') return `unknown [${command.text}]`
  return kind === 'help' ? kind : `${kind} ${command.titles.map((title) => `[${title}]`).join(' ')}`
}

const phrasings: Record<string, [message: string, ...commands: string[]][]> = {
  add: [
    ['add milk', 'add [milk]'],
    ['Add Milk.', 'add [Milk]'],
    ['ADD MILK!', 'add [MILK]'],
    ['add: milk', 'add [milk]'],
    ['add milk and bread', 'add [milk] [bread]'],
    ['add milk, bread and eggs', 'add [milk] [bread] [eggs]'],
    ['add milk, bread, and eggs', 'add [milk] [bread] [eggs]'],
    ['add milk,bread & eggs', 'add [milk] [bread] [eggs]'],
    ['add milk; bread', 'add [milk] [bread]'],
    ['add\n- milk\n- bread\n3. eggs', 'add [milk] [bread] [eggs]'],
    ["add 'milk and honey'", 'add [milk and honey]'],
    ['add "milk, bread" and eggs', 'add [milk, bread] [eggs]'],
    ['add “milk and honey”', 'add [milk and honey]'],
    ["add 'it's late' and mom's cake", "add [it's late] [mom's cake]"],
    ['add "add bread"', 'add [add bread]'],
    ['add "delete everything; drop table todos"', 'add [delete everything; drop table todos]'],
    ['add read "War and Peace"', 'add [read "War and Peace"]'],
    ['add pay 1,000 euros', 'add [pay 1,000 euros]'],
    ['add go to the bank', 'add [go to the bank]'],
    ['add eat then sleep', 'add [eat then sleep]'],
    ['add <b>milk</b>', 'add [<b>milk</b>]'],
    ['add 🥛 and 🍞', 'add [🥛] [🍞]'],
    ['add milk to my list', 'add [milk]'],
    ['put milk and bread on the shopping list', 'add [milk] [bread]'],
    ['add to my list: milk', 'add [milk]'],
    ['add a todo to buy milk', 'add [buy milk]'],
    ['add a new task called milk', 'add [milk]'],
    ['add todo milk', 'add [milk]'],
    ['create a task: milk', 'add [milk]'],
    ['new todo: milk', 'add [milk]'],
    ['make a todo for the dentist', 'add [the dentist]'],
    ['todo: milk', 'add [milk]'],
    ['remind me to buy milk', 'add [buy milk]'],
    ["Don't forget to call mom", 'add [call mom]'],
    ['I need to buy milk', 'add [buy milk]'],
    ['i have to call mom', 'add [call mom]'],
    ['add', 'add what?'],
    ['add a todo', 'add what?'],
    ['add ""', 'add [""]'],
    ['add , and ;', 'add what?'],
  ],
  list: [
    ['list', 'list open'],
    ['list my todos', 'list open'],
    ['show open todos', 'list open'],
    ['list done', 'list done'],
    ['list all', 'list all'],
    ['show me everything', 'list all'],
    ['show all done todos', 'list done'],
    ['list open and done', 'list all'],
    ["what's left?", 'list open'],
    ['What do I have to do?', 'list open'],
    ['what have I done', 'list done'],
    ['which tasks are not done yet', 'list open'],
    ['open todos', 'list open'],
    ['todos', 'list open'],
    ['Could you show me my list, please?', 'list open'],
  ],
  complete: [
    ['complete milk', 'complete [milk]'],
    ['finish the milk', 'complete [the milk]'],
    ['done milk', 'complete [milk]'],
    ['done: milk', 'complete [milk]'],
    ['done with milk', 'complete [milk]'],
    ['milk is done', 'complete [milk]'],
    ['milk and bread are done', 'complete [milk] [bread]'],
    ['mark milk as done', 'complete [milk]'],
    ['mark "milk and honey" as completed', 'complete [milk and honey]'],
    ['check off milk', 'complete [milk]'],
    ['tick milk off', 'complete [milk]'],
    ["I've finished milk", 'complete [milk]'],
    ['I did milk', 'complete [milk]'],
    ['complete milk, bread and eggs', 'complete [milk] [bread] [eggs]'],
    ['complete the task milk', 'complete [milk]'],
    ['finish', 'complete what?'],
    ['done', 'complete what?'],
  ],
  reopen: [
    ['reopen milk', 'reopen [milk]'],
    ['re-open milk and bread', 'reopen [milk] [bread]'],
    ['open milk again', 'reopen [milk]'],
    ['uncheck milk', 'reopen [milk]'],
    ['undo milk', 'reopen [milk]'],
    ['mark milk as not done', 'reopen [milk]'],
    ['mark milk as open', 'reopen [milk]'],
    ['milk is not done yet', 'reopen [milk]'],
    ["milk isn't done", 'reopen [milk]'],
    ['reopen', 'reopen what?'],
  ],
  rename: [
    ['rename milk to bread', 'rename [milk] to [bread]'],
    ['rename "milk" to "oat milk"', 'rename [milk] to [oat milk]'],
    ['rename the todo milk to bread', 'rename [milk] to [bread]'],
    ['change milk to bread and butter', 'rename [milk] to [bread and butter]'],
    ['change the title of milk into bread', 'rename [milk] to [bread]'],
    ['replace milk with bread', 'rename [milk] to [bread]'],
    ['rename milk -> bread', 'rename [milk] to [bread]'],
    ['rename "go to bank" to "go to shop"', 'rename [go to bank] to [go to shop]'],
    ['rename go to bank to shop', 'rename [go] to [bank to shop] or [go to bank] to [shop]'],
    ['rename milk', 'rename what?'],
    ['rename milk to', 'rename what?'],
  ],
  delete: [
    ['delete milk', 'delete [milk]'],
    ['remove milk from my list', 'delete [milk]'],
    ['remove milk and bread', 'delete [milk] [bread]'],
    ['delete the todo "milk"', 'delete [milk]'],
    ['drop milk', 'delete [milk]'],
    ['forget about milk', 'delete [milk]'],
    ['get rid of milk', 'delete [milk]'],
    ['take milk off my list', 'delete [milk]'],
    ['delete', 'delete what?'],
  ],
  'several at once': [
    ['add milk and complete bread', 'add [milk]', 'complete [bread]'],
    ['add milk, then delete bread', 'add [milk]', 'delete [bread]'],
    ['add milk. Delete bread. List all.', 'add [milk]', 'delete [bread]', 'list all'],
    ['add milk; show done', 'add [milk]', 'list done'],
    ['add milk\nadd bread', 'add [milk]', 'add [bread]'],
    ['Please add milk and list my todos', 'add [milk]', 'list open'],
    ['add call mom and finish the report', 'add [call mom] [finish the report]'],
    ['add "milk and delete bread"', 'add [milk and delete bread]'],
  ],
  manners: [
    ['please add milk', 'add [milk]'],
    ['add milk please', 'add [milk]'],
    ['Could you please add milk?', 'add [milk]'],
    ['hey, can you add milk for me, please? thanks!', 'add [milk]'],
    ["I'd like to add milk", 'add [milk]'],
    ['I want to delete milk', 'delete [milk]'],
    ['I need to delete milk', 'delete [milk]'],
    ['ok now complete milk, thank you', 'complete [milk]'],
    ['add thank you cards', 'add [thank you cards]'],
  ],
  help: [
    ['help', 'help'],
    ['?', 'help'],
    ['hello', 'help'],
    ['What can you do?', 'help'],
    ['how does this work?', 'help'],
  ],
  nonsense: [
    ['colourless green ideas', 'unknown [colourless green ideas]'],
    ['call mom', 'unknown [call mom]'],
    ['addmilk', 'unknown [addmilk]'],
    ['__proto__', 'unknown [__proto__]'],
    ['change everything', 'unknown [change everything]'],
    ['"add milk"', 'unknown ["add milk"]'],
    ['xyzzy; add milk', 'unknown [xyzzy]', 'add [milk]'],
  ],
}

for (const [kind, table] of Object.entries(phrasings)) {
  describe(kind, () => {
    test.for(table)('%j', ([message, ...expected]) => {
      expect(parse(message).map(brief)).toEqual(expected)
    })
  })
}

test('a list of todos is kept as a whole too, for a title with "and" in it', () => {
  expect(parse('complete the milk and honey')).toMatchObject([{ whole: 'the milk and honey' }])
})

/** The same texts each time. */
function texts(count: number): string[] {
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

test('no text is too odd: each is read as one command at least', () => {
  for (const text of texts(5_000)) expect(parse(text).length).toBeGreaterThan(0)
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
])('10,000 characters of %j take no time', (text) => {
  for (const start of ['', 'add ', 'mark ', 'rename ', 'complete "']) {
    const message = (start + text.repeat(10_000)).slice(0, 10_000)
    const begin = performance.now()
    parse(message)
    expect(performance.now() - begin).toBeLessThan(500)
  }
})
