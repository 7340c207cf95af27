import { describeInBrowser, test } from './browser.js'
import { addTodo, expectTitles, fillAccount, signUp, todoCheckbox } from './steps.js'

describeInBrowser('an outage of the database', () => {
  test('signs nobody out, and the page works again afterwards', async ({ stack, newVisitor }) => {
    const { page } = await newVisitor()
    await signUp(page)
    await addTodo(page, 'Milk')
    await stack.database.stop()
    await todoCheckbox(page, 'Milk').click()
    await page.getByText('“Milk” was not changed. The account service is temporarily unavailable.').waitFor()
    await page.reload()
    await page.getByText('You are still signed in, and your todos are safe.').waitFor()
    await stack.database.start()
    await page.getByRole('link', { name: 'Try again' }).click()
    await expectTitles(page, ['Milk'])
  })

  test('is reported on the sign-in page', async ({ stack, newVisitor }) => {
    const { page } = await newVisitor()
    await page.goto('/sign-in')
    await stack.database.stop()
    await fillAccount(page, { email: 'ann@example.com' })
    await page.getByText('The account service is temporarily unavailable.').waitFor()
    await stack.database.start()
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('Incorrect e-mail or password.').waitFor()
  })
})
