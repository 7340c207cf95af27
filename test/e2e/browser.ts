import { existsSync } from 'node:fs'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { test as base, describe, expect } from 'vitest'
import { withoutCompose } from '../images/daemon.js'
import { leftOut } from '../left-out.js'
import { startComposeStack } from './compose-stack.js'
import { type Stack, startStack } from './stack.js'

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
const hasBrowser = existsSync(executablePath)
if (!hasBrowser) leftOut('Tests in a browser', `no Chromium at ${executablePath} (CHROMIUM_PATH)`)

/** What the tests run on: containers where there is a daemon (E2E_STACK=compose), else processes of this host (E2E_STACK=host). */
const stackName = process.env['E2E_STACK'] ?? (withoutCompose ? 'host' : 'compose')

/** Tests that need Chromium; without it they are skipped, and one line says why. */
export const describeInBrowser = describe.runIf(hasBrowser)

const quiet = ['quic', 'background-networking', 'component-update', 'sync'].map((feature) => `--disable-${feature}`)
const args = ['--no-sandbox', '--disable-gpu', '--no-first-run', ...quiet]

/** A browser of one person's own, from an address of its own, which has nothing to complain about. */
export interface Visitor {
  page: Page
  /** What the browser complained about, requests to other hosts among it. */
  complaints: string[]
}

export type NewVisitor = (options?: BrowserContextOptions) => Promise<Visitor>

let visitors = 0

async function open(browser: Browser, { url }: Stack, options: BrowserContextOptions = {}): Promise<Visitor> {
  const address = `10.0.${Math.floor(++visitors / 250)}.${(visitors % 250) + 1}`
  const context = await browser.newContext({
    baseURL: url,
    extraHTTPHeaders: { 'x-forwarded-for': address },
    ...options,
  })
  context.setDefaultTimeout(20_000)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', ({ message }) => complaints.push(message))
  page.on('console', (message) => {
    // The browser itself logs each answer of 400 and more: those are the tests' to judge.
    const isAnswer = message.text().startsWith('Failed to load resource')
    if (['error', 'warning'].includes(message.type()) && !isAnswer) complaints.push(message.text())
  })
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) complaints.push(`a request to ${request.url()}`)
  })
  return { page, complaints }
}

interface Fixtures {
  stack: Stack
  browser: Browser
  newVisitor: NewVisitor
}

export const test = base.extend<Fixtures>({
  stack: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads from the pattern what a fixture needs
    async ({}, use) => {
      const stack = await (stackName === 'compose' ? startComposeStack() : startStack())
      await use(stack)
      await stack.stop()
    },
    { scope: 'worker' },
  ],
  browser: [
    // biome-ignore lint/correctness/noEmptyPattern: as above
    async ({}, use) => {
      const browser = await chromium.launch({ executablePath, args })
      await use(browser)
      await browser.close()
    },
    { scope: 'worker' },
  ],
  newVisitor: async ({ stack, browser }, use) => {
    const opened: Visitor[] = []
    await use(async (options) => {
      const visitor = await open(browser, stack, options)
      opened.push(visitor)
      return visitor
    })
    for (const { page } of opened) await page.context().close()
    expect(opened.flatMap(({ complaints }) => complaints)).toEqual([])
  },
})
