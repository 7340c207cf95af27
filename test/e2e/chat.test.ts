import { expect } from 'vitest'
import { describeInBrowser, test } from './browser.js'
import { addTodo, expectTitles, say, signUp, todo } from './steps.js'

describeInBrowser('the chat', () => {
  test('changes the list at once, and is there again after a reload', async ({ newVisitor }) => {
    const { page } = await newVisitor()
    await signUp(page)
    await say(page, 'add buy milk')
    await expectTitles(page, ['buy milk'])
    await say(page, 'complete buy milk')
    await expect.poll(() => todo(page, 'buy milk').isChecked()).toBe(true)
    const said = await page.locator('[data-role]').allTextContents()
    expect(said).toHaveLength(4)
    await page.reload()
    await expect.poll(() => page.locator('[data-role]').allTextContents()).toEqual(said)
    await page.getByRole('button', { name: 'Clear' }).click()
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await page.getByText('“help” lists all that is understood.').waitFor()
    await expectTitles(page, ['buy milk'])
  })

  test('shows text as text', async ({ newVisitor }) => {
    const { page } = await newVisitor()
    await signUp(page)
    await say(page, 'add <img src=x onerror=alert(1)>')
    await expectTitles(page, ['<img src=x onerror=alert(1)>'])
    expect(await page.locator('[data-role] img').count()).toBe(0)
  })

  test('does not find what the list has deleted a moment ago', async ({ newVisitor }) => {
    const { page } = await newVisitor()
    await signUp(page)
    await addTodo(page, 'Milk')
    await page.getByRole('button', { name: 'Delete Milk' }).click()
    await say(page, 'list')
    expect(await page.locator('[data-role=assistant]').textContent()).not.toContain('Milk')
  })

  test('gives a message back that got no answer', async ({ stack, newVisitor }) => {
    const { page } = await newVisitor()
    await signUp(page)
    await stack.backend.stop()
    await page.getByLabel('Message to the chatbot').fill('add milk')
    await page.keyboard.press('Enter')
    await page.getByText('There is no answer to this. The todo service does not answer').waitFor()
    expect(await page.getByLabel('Message to the chatbot').inputValue()).toBe('add milk')
    await stack.backend.start()
    await page.keyboard.press('Enter')
    await expectTitles(page, ['milk'])
  })
})
