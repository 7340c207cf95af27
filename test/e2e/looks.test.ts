import { mkdirSync } from 'node:fs'
import axe, { type AxeResults } from 'axe-core'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { expect } from 'vitest'
import { root } from '../repository/tools.js'
import { describeInBrowser, test } from './browser.js'
import { addTodo, sendMessage, signUp, todoCheckbox } from './steps.js'

const folder = `${root}reports/screenshots`
mkdirSync(folder, { recursive: true })

const phone: BrowserContextOptions = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true }

/** Serious and critical violations found by axe-core. The debugger injects it, because the page's policy blocks other scripts. */
async function findViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const results: AxeResults = await page.evaluate('axe.run()')
  const grave = results.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  return grave.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
}

async function checkPage(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${folder}/${name}.png`, animations: 'disabled' })
  expect(await findViolations(page)).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
}

async function addTodos(page: Page): Promise<void> {
  for (const title of ['Water the plants', 'Call the plumber about the kitchen sink', 'Write the report']) {
    await addTodo(page, title)
  }
  await todoCheckbox(page, 'Water the plants').check()
}

describeInBrowser('every state is accessible and fits the screen', () => {
  test.for([
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['phone', phone],
  ] as [string, BrowserContextOptions][])('%s', { timeout: 60_000 }, async ([name, options], { newVisitor }) => {
    const { page } = await newVisitor(options)
    await page.goto('/sign-in')
    await checkPage(page, `${name}-sign-in`)
    await signUp(page)
    await checkPage(page, `${name}-empty`)
    await addTodos(page)
    await page.getByRole('button', { name: 'Edit Write the report' }).click()
    await checkPage(page, `${name}-edit`)
    await page.keyboard.press('Escape')
    if (name === 'phone') await page.getByRole('button', { name: 'Chat', exact: true }).click()
    for (const text of ['add buy bread and feed the cat', 'what is open?']) await sendMessage(page, text)
    await checkPage(page, `${name}-chat`)
    if (name === 'phone') await page.getByRole('button', { name: 'Todos', exact: true }).click()
    await page.getByRole('button', { name: 'Delete Write the report' }).click()
    await checkPage(page, `${name}-todos`)
  })
})
