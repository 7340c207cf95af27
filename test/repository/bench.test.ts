import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Figure, figure, isMet, median } from '../../bench/figure.js'
import { readOptions } from '../../bench/options.js'
import { newCheckout, newId } from '../../bench/pipeline/checkout.js'
import { type EditName, edits } from '../../bench/pipeline/edits.js'
import { countingProxy } from '../../bench/pipeline/proxy.js'
import { compareTimes, rotate } from '../../bench/pipeline/times.js'
import { plot } from '../../bench/plot.js'

describe('a figure', () => {
  it('is the middle of its samples', () => {
    expect(median([9, 1, 5])).toBe(5)
    expect(median([9, 1, 5, 2])).toBe(3.5)
    expect(() => median([])).toThrow('there are no samples')
  })

  it.each([
    [1.2, '<= 1.2', true],
    [1.21, '<= 1.2', false],
    [100, '< 100', false],
    [0.75, '>= 0.75', true],
    [0.74, '>= 0.75', false],
  ] as const)('of %d meets the goal %s: %s', (value, goal, met) => {
    expect(isMet(value, goal)).toBe(met)
  })
})

describe('contenders', () => {
  it('are compared round by round, since both rounds may have been slow', () => {
    const times = [
      { contender: 'ours', seconds: [2, 40, 3] },
      { contender: 'theirs', seconds: [1, 20, 1] },
    ]
    expect(compareTimes('build', times, { theirs: '<= 2' })).toEqual<Figure[]>([
      figure('build: ours / theirs', 'ratio', 2, [2, 2, 3], '<= 2'),
      figure('build: ours', 's', 3, [2, 40, 3]),
      figure('build: theirs', 's', 1, [1, 20, 1]),
    ])
  })

  it('take turns to begin', () => {
    expect([0, 1, 2, 3].map((round) => rotate(['a', 'b', 'c'], round).join(''))).toEqual(['abc', 'bca', 'cab', 'abc'])
  })
})

describe('the options', () => {
  it('have five rounds, all cases and no permission to empty caches by default', () => {
    expect(readOptions([], ['a', 'b'])).toEqual({ names: ['a', 'b'], rounds: 5, cases: [], cold: false })
    expect(readOptions(['b', '--rounds=1', '--cases=x,y', '--cold'], ['a', 'b'])).toEqual({
      names: ['b'],
      rounds: 1,
      cases: ['x', 'y'],
      cold: true,
    })
  })

  it.each([
    [['c'], 'unknown benchmark: c; there are a, b'],
    [['--rounds=0'], '--rounds=0 is not a positive integer'],
    [['--rounds=five'], '--rounds=five is not a positive integer'],
    [['--round=5'], "Unknown option '--round'"],
  ])('%j are refused', (args, message) => {
    expect(() => readOptions(args, ['a', 'b'])).toThrow(message)
  })
})

describe('the plot', () => {
  const drawn = plot('Ours & theirs', [
    figure('build <a>', 'ratio', 2, [2], '<= 1.5'),
    figure('build: ours', 's', 3, [3]),
    figure('test', 'ratio', 0.5, [0.5], '<= 1'),
    figure('no goal', 'ratio', 3, [3]),
  ])

  it('says in words what it shows, for those who do not see it', () => {
    expect(drawn).toContain('<title id="title">Ours &amp; theirs</title>')
    expect(drawn).toContain('build &lt;a&gt;: 2, goal &lt;= 1.5; test: 0.5, goal &lt;= 1</desc>')
  })

  it('has a bar for each ratio, marked by whether the goal is met', () => {
    expect([...drawn.matchAll(/<rect class="(met|missed)"/g)].map(([, kind]) => kind)).toEqual(['missed', 'met'])
  })
})

describe('a checkout to edit', () => {
  it.each(Object.keys(edits) as EditName[])('is unchanged once the edit "%s" has been reset', async (edit) => {
    const checkout = await newCheckout({ withDependencies: false })
    try {
      const before = await stateOf(checkout)
      await edits[edit](checkout, newId())
      expect((await stateOf(checkout)) === before).toBe(edit === 'no-change')
      await checkout.reset()
      expect(await stateOf(checkout)).toBe(before)
    } finally {
      await checkout.remove()
    }
  })
})

const stateOf = async ({ git }: Awaited<ReturnType<typeof newCheckout>>) =>
  [await git('log', '--oneline', '--decorate'), await git('diff')].join('\n')

describe('the counting proxy', () => {
  it('passes both directions on, and counts the one to the server', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'todo-proxy-'))
    const server = createServer((client) => client.once('data', () => client.end('a long answer'))).listen(
      `${folder}/socket`,
    )
    await once(server, 'listening')
    const proxy = await countingProxy(`unix://${folder}/socket`)
    const client = connect(new URL(proxy.address).pathname)
    client.write('question')
    const [answer] = await once(client, 'data')
    expect([String(answer), proxy.sent(), proxy.sent()]).toEqual(['a long answer', 8, 0])
    await proxy.stop()
    server.close()
    rmSync(folder, { recursive: true })
  })
})
