import { describe, expect, test } from 'vitest'
import { applyCommands, type ChatTodo } from '../../src/chat/apply-commands.ts'
import { parseMessage } from '../../src/chat/parse-message.ts'

/** Creates todos from a text like `milk, bread*`, where a star means done. */
function createTodos(text: string): ChatTodo[] {
  const titles = text === '' ? [] : text.split(', ')
  return titles.map((title, id) => ({ id: String(id), title: title.replace('*', ''), completed: title.endsWith('*') }))
}

/** Applies a message to such todos, and returns the new todos and the answer. */
function applyMessage(message: string, before: string): [after: string, answer: string] {
  const { todos: after, answer } = applyCommands(parseMessage(message), createTodos(before), () => 'new')
  return [after.map(({ title, completed }) => title + (completed ? '*' : '')).join(', '), answer]
}

describe('a message does what its answer says', () => {
  test.for([
    ['add milk', '', 'milk', 'Added “milk”.'],
    ['add milk, bread and eggs', 'tea', 'eggs, bread, milk, tea', 'Added 3 todos: “milk”, “bread” and “eggs”.'],
    ['complete milk', 'bread, milk', 'bread, milk*', 'Completed “milk”.'],
    ['complete milk', 'milk*', 'milk*', 'Already done: “milk”.'],
    ['complete milk and bread', 'bread, milk', 'bread*, milk*', 'Completed “milk” and “bread”.'],
    ['complete milk and tea', 'milk', 'milk*', "Completed “milk”.\nI couldn't find a todo matching “tea”."],
    ['complete milk and honey', 'milk and honey, milk', 'milk and honey*, milk', 'Completed “milk and honey”.'],
    ['complete the milk and honey', 'Milk and Honey', 'Milk and Honey*', 'Completed “Milk and Honey”.'],
    ['reopen milk', 'milk*', 'milk', 'Reopened “milk”.'],
    ['reopen milk', 'milk', 'milk', 'Already open: “milk”.'],
    ['rename milk to oat milk', 'milk', 'oat milk', 'Renamed “milk” to “oat milk”.'],
    ['rename go to bank to shop', 'go to the bank', 'shop', 'Renamed “go to the bank” to “shop”.'],
    ['rename tea to coffee', 'milk', 'milk', "I couldn't find a todo matching “tea”."],
    ['delete milk', 'milk, bread', 'bread', 'Deleted “milk”.'],
    ['add milk, then complete milk', '', 'milk*', 'Added “milk”.\nCompleted “milk”.'],
    ['add milk; delete milk', '', '', 'Added “milk”.\nDeleted “milk”.'],
    ['list', 'milk, bread*', 'milk, bread*', 'You have 1 open todo:\n- milk'],
    ['list all', 'milk, bread*', 'milk, bread*', 'You have 2 todos:\n- milk\n- bread (done)'],
    ['list done', 'milk', 'milk', 'You have no completed todos.'],
    ['add', '', '', 'What should I add? For example: add milk.'],
  ] as const)('%j', ([message, before, after, answer]) => {
    expect(applyMessage(message, before)).toEqual([after, answer])
  })

  test('a message that is not understood gets a list of commands', () => {
    expect(applyMessage('colourless ideas', 'milk')).toEqual([
      'milk',
      expect.stringContaining('I can add, list, complete'),
    ])
    expect(applyMessage('help', 'milk')).toEqual(['milk', expect.stringContaining('rename milk to oat milk')])
  })

  test('a title that is too long is not added, but the others are', () => {
    const [after, answer] = applyMessage(`add milk and ${'x'.repeat(201)}`, '')
    expect(after).toBe('milk')
    expect(answer).toMatch(/Added “milk”\.\n“x{60}…” is too long. A title can have at most 200 characters\./)
    expect(applyMessage(`rename milk to ${'x'.repeat(201)}`, 'milk')[0]).toBe('milk')
    expect(applyMessage(`add ${'😀'.repeat(200)}`, '')[0]).toBe('😀'.repeat(200))
  })

  test('a long list is shown in part', () => {
    const titles = Array.from({ length: 25 }, (_, index) => `todo ${index}`).join(', ')
    expect(applyMessage('list', titles)[1]).toMatch(/^You have 25 open todos:\n(- todo \d+\n){20}… and 5 more$/)
  })

  test.for(['help;'.repeat(21), `add ${'a,'.repeat(51)}`])(
    'a message with too many commands or titles changes nothing',
    (message) => {
      expect(applyMessage(message, 'a')).toEqual(['a', expect.stringContaining('Too many commands')])
    },
  )
})

describe('a title need not be exact', () => {
  test.for([
    ['MILK', 'milk, bread', 'milk'],
    ['the milk', 'milk, bread', 'milk'],
    ['buy milk', 'Buy the milk!, buy bread', 'Buy the milk!'],
    ['cafe', 'Café, tea', 'Café'],
    ['moms cake', "mom's cake, cake", "mom's cake"],
    ['oat', 'buy oat milk, tea', 'buy oat milk'],
    ['il', 'milk, bread', 'milk'],
    ['milk oat', 'buy oat milk, soy milk', 'buy oat milk'],
    ['milk', 'milk, oat milk', 'milk'],
    ['milk', 'silky milk, silk', 'silky milk'],
    ['milk', 'MILK and more, oat milk*', 'MILK and more'],
    ['🥛', '🥛 and 🍞, 🍞', '🥛 and 🍞'],
    ['%', '100%, milk', '100%'],
  ] as const)('%j in %j', ([title, before, match]) => {
    expect(applyMessage(`complete "${title}"`, before)[1]).toBe(`Completed “${match}”.`)
  })
})

describe('if two titles match, the chat asks and changes nothing', () => {
  test.for([
    [
      'complete milk',
      'oat milk, soy milk',
      'Which one do you mean by “milk”: “oat milk” or “soy milk”? Nothing was changed.',
    ],
    [
      'delete milk',
      'oat milk, soy milk*',
      'Which one do you mean by “milk”: “oat milk” or “soy milk”? Nothing was changed.',
    ],
    [
      'add tea; delete milk',
      'oat milk, soy milk',
      'Which one do you mean by “milk”: “oat milk” or “soy milk”? Nothing was changed.',
    ],
    [
      'rename milk to tea',
      'oat milk, soy milk',
      'Which one do you mean by “milk”: “oat milk” or “soy milk”? Nothing was changed.',
    ],
    ['rename a to b to c', 'a to b, a', 'Which one do you mean by “a”: “a” or “a to b”? Nothing was changed.'],
    ['delete milk', 'milk, Milk', 'Which one do you mean by “milk”: “milk” or “Milk”? Nothing was changed.'],
    [
      'delete milk',
      'milk, milk',
      'There are 2 todos called “milk”. Please use the list to choose one. Nothing was changed.',
    ],
  ] as const)('%j in %j', ([message, before, question]) => {
    expect(applyMessage(message, before)).toEqual([before, question])
  })
})

test('50 titles are looked up in 5,000 todos within the limit of a test', () => {
  const many = Array.from({ length: 5_000 }, (_, index) => `todo number ${index} ${'x'.repeat(100)}`).join(', ')
  const message = `complete ${Array.from({ length: 50 }, (_, index) => `nothing ${index}`).join(', ')}`
  expect(applyMessage(message, many)[0]).toBe(many)
})
