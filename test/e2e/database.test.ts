import { describeInBrowser, test } from './browser.js'
import { addTodo, expectTitles, fillAccount, signUp, todo } from './steps.js'

describeInBrowser('the database’s absence', () => {
  test('signs nobody out and is over when it is back', async ({ stack, newVisitor }) => {
    const { page } = await newVisitor()
    await signUp(page)
    await addTodo(page, 'Milk')
    await stack.database.stop()
    await todo(page, 'Milk').click()
    await page.getByText('“Milk” was not changed. The service can not reach its accounts').waitFor()
    await page.reload()
    await page.getByText('You are still signed in, and nothing is lost.').waitFor()
    await stack.database.start()
    await page.getByRole('link', { name: 'Try again' }).click()
    await expectTitles(page, ['Milk'])
  })

  test('is what the sign-in page tells', async ({ stack, newVisitor }) => {
    const { page } = await newVisitor()
    await page.goto('/sign-in')
    await stack.database.stop()
    await fillAccount(page, { email: 'ann@example.com' })
    await page.getByText('The service can not reach its accounts at the moment.').waitFor()
    await stack.database.start()
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('This e-mail and password do not belong together.').waitFor()
  })
})
