import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'

export const PASSWORD = 'correct horse battery'
let accounts = 0

export const newEmail = () => `visitor-${process.pid}-${++accounts}@example.com`

export async function fillAccount(page: Page, { name, email, password = PASSWORD }: Record<string, string>) {
  if (name) await page.getByLabel('Name').fill(name)
  await page.getByLabel('E-mail').fill(email ?? '')
  await page.getByLabel('Password').fill(password)
  await page.locator('button[type=submit]').click()
}

/** Creates an account and waits for its empty list. */
export async function signUp(page: Page, name = 'Ann Example'): Promise<string> {
  const email = newEmail()
  await page.goto('/sign-up')
  await fillAccount(page, { name, email })
  await page.getByText('No todos yet.').waitFor()
  return email
}

export async function addTodo(page: Page, title: string): Promise<void> {
  await page.getByLabel('New todo').fill(title)
  await page.keyboard.press('Enter')
  // Only a todo that the backend has confirmed can be changed.
  await page.getByRole('button', { name: `Edit ${title}`, disabled: false }).waitFor()
}

export const todoCheckbox = (page: Page, title: string): Locator =>
  page.getByRole('checkbox', { name: title, exact: true })

export async function sendMessage(page: Page, text: string): Promise<void> {
  const answers = page.locator('[data-role=assistant]')
  const count = await answers.count()
  await page.getByLabel('Message to the chatbot').fill(text)
  await page.keyboard.press('Enter')
  await answers.nth(count).waitFor()
}

export const listTitles = (page: Page): Promise<string[]> =>
  page
    .getByRole('list', { name: 'Todos' })
    .getByRole('checkbox')
    .evaluateAll((boxes) => boxes.map((box) => box.closest('label')?.textContent ?? ''))

/** Waits until the list has these titles. */
export async function expectTitles(page: Page, expected: string[]): Promise<void> {
  await expect.poll(() => listTitles(page), { timeout: 10_000 }).toEqual(expected)
}

/** Without DOM types, which the root's TypeScript configuration lacks. */
export const hasFocus = (element: Locator): Promise<boolean> =>
  element
    .and(element.page().locator(':focus'))
    .count()
    .then((count) => count === 1)
