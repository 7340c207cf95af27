import { expect } from 'vitest'
import { describeInBrowser, test } from './browser.js'
import { addTodo, expectTitles, sendMessage, signUp, todoCheckbox } from './steps.js'

describeInBrowser('the chat', () => {
  test('changes the list at once, and is still there after a reload', async ({ newVisitor }) => {
    const { page } = await newVisitor()
    await signUp(page)
    await sendMessage(page, 'add buy milk')
    await expectTitles(page, ['buy milk'])
    await sendMessage(page, 'complete buy milk')
    await expect.poll(() => todoCheckbox(page, 'buy milk').isChecked()).toBe(true)
    const messages = await page.locator('[data-role]').allTextContents()
    expect(messages).toHaveLength(4)
    await page.reload()
    await expect.poll(() => page.locator('[data-role]').allTextContents()).toEqual(messages)
    await page.getByRole('button', { name: 'Clear' }).click()
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await page.getByText('Type “help” to see all commands.').waitFor()
    await expectTitles(page, ['buy milk'])
  })

  test('shows HTML as text', async ({ newVisitor }) => {
    const { page } = await newVisitor()
    await signUp(page)
    await sendMessage(page, 'add <img src=x onerror=alert(1)>')
    await expectTitles(page, ['<img src=x onerror=alert(1)>'])
    expect(await page.locator('[data-role] img').count()).toBe(0)
  })

  test('does not find a todo that the list has just deleted', async ({ newVisitor }) => {
    const { page } = await newVisitor()
    await signUp(page)
    await addTodo(page, 'Milk')
    await page.getByRole('button', { name: 'Delete Milk' }).click()
    await sendMessage(page, 'list')
    expect(await page.locator('[data-role=assistant]').textContent()).not.toContain('Milk')
  })

  test('restores a message that was not answered', async ({ stack, newVisitor }) => {
    const { page } = await newVisitor()
    await signUp(page)
    await stack.backend.stop()
    await page.getByLabel('Message to the chatbot').fill('add milk')
    await page.keyboard.press('Enter')
    await page.getByText('Your message was not answered. The todo service is temporarily unavailable.').waitFor()
    expect(await page.getByLabel('Message to the chatbot').inputValue()).toBe('add milk')
    await stack.backend.start()
    await page.keyboard.press('Enter')
    await expectTitles(page, ['milk'])
  })
})
