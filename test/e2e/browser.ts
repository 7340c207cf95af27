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

/** E2E_STACK=compose runs the tests on containers, E2E_STACK=host on processes of this host. Default: containers if possible. */
const stackName = process.env['E2E_STACK'] ?? (withoutCompose ? 'host' : 'compose')

/** Describes tests that need Chromium. Without it they are skipped with a message. */
export const describeInBrowser = describe.runIf(hasBrowser)

const disabledFeatures = ['quic', 'background-networking', 'component-update', 'sync'].map(
  (feature) => `--disable-${feature}`,
)
const args = ['--no-sandbox', '--disable-gpu', '--no-first-run', ...disabledFeatures]

/** A browser context with its own IP address. A test fails if its browser reports problems. */
export interface Visitor {
  page: Page
  /** Errors and warnings of the browser, and requests to other hosts. */
  problems: string[]
}

export type NewVisitor = (options?: BrowserContextOptions) => Promise<Visitor>

let visitors = 0

async function openVisitor(browser: Browser, { url }: Stack, options: BrowserContextOptions = {}): Promise<Visitor> {
  const address = `10.0.${Math.floor(++visitors / 250)}.${(visitors % 250) + 1}`
  const context = await browser.newContext({
    baseURL: url,
    extraHTTPHeaders: { 'x-forwarded-for': address },
    ...options,
  })
  context.setDefaultTimeout(20_000)
  const page = await context.newPage()
  const problems: string[] = []
  page.on('pageerror', ({ message }) => problems.push(message))
  page.on('console', (message) => {
    // The browser logs every 4xx and 5xx response; checking those is up to the tests.
    const isAnswer = message.text().startsWith('Failed to load resource')
    if (['error', 'warning'].includes(message.type()) && !isAnswer) problems.push(message.text())
  })
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) problems.push(`a request to ${request.url()}`)
  })
  return { page, problems }
}

interface Fixtures {
  stack: Stack
  browser: Browser
  newVisitor: NewVisitor
}

export const test = base.extend<Fixtures>({
  stack: [
    // biome-ignore lint/correctness/noEmptyPattern: Vitest derives a fixture's dependencies from the pattern
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
      const visitor = await openVisitor(browser, stack, options)
      opened.push(visitor)
      return visitor
    })
    for (const { page } of opened) await page.context().close()
    expect(opened.flatMap(({ problems }) => problems)).toEqual([])
  },
})
