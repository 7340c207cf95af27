import { expect } from 'vitest'
import { describeInBrowser, test } from './browser.js'
import { addTodo, fillAccount, hasFocus, newEmail, signUp, todoCheckbox } from './steps.js'

describeInBrowser('an account', () => {
  test('goes from sign-up to sign-out and back in', async ({ newVisitor }) => {
    const { page } = await newVisitor()
    await page.goto('/')
    await page.waitForURL('**/sign-in')
    await page.getByRole('link', { name: 'Create an account' }).click()
    const email = newEmail()
    await fillAccount(page, { name: 'Ann Example', email })
    await page.getByText('Ann Example').waitFor()
    await addTodo(page, 'Milk')
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByText('You are signed out.').waitFor()
    await page.goto('/')
    await page.waitForURL('**/sign-in')
    await fillAccount(page, { email })
    await todoCheckbox(page, 'Milk').waitFor()
    await page.goto('/sign-in')
    await page.waitForURL((url) => url.pathname === '/')
  })

  test('shows the reason if sign-in or sign-up fails', async ({ newVisitor }) => {
    const { page } = await newVisitor()
    const email = await signUp(page)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByText('You are signed out.').waitFor()
    await fillAccount(page, { email, password: 'not the password' })
    await page.getByText('Incorrect e-mail or password.').waitFor()
    expect(await hasFocus(page.getByLabel('Password'))).toBe(true)
    await page.getByRole('link', { name: 'Create an account' }).click()
    await fillAccount(page, { name: 'Eve', email })
    await page.getByText('An account with this e-mail already exists.').waitFor()
    expect(await page.getByLabel('Password').getAttribute('minlength')).toBe('12')
  })

  test('allows ten sign-in attempts per minute', async ({ newVisitor }) => {
    const { page } = await newVisitor()
    await page.goto('/sign-in')
    const attempt = () =>
      page.evaluate(async () => {
        const body = JSON.stringify({ email: 'nobody@example.com', password: 'not the password' })
        const headers = { 'content-type': 'application/json' }
        return (await fetch('/api/auth/sign-in/email', { method: 'POST', headers, body })).status
      })
    for (let count = 0; count < 10; count++) expect(await attempt()).toBe(401)
    await fillAccount(page, { email: 'nobody@example.com' })
    await page.getByText('Too many attempts.').waitFor()
  })

  test('leads to the sign-in page with a message when its session has expired', async ({ newVisitor }) => {
    const { page } = await newVisitor()
    const email = await signUp(page)
    await addTodo(page, 'Milk')
    const cookies = await page.context().cookies()
    const signOut = async () => {
      const headers = { 'content-type': 'application/json' }
      return (await fetch('/api/auth/sign-out', { method: 'POST', headers, body: '{}' })).status
    }
    expect(await page.evaluate(signOut)).toBe(200)
    // The browser still has the cookie of the session that the database has deleted.
    await page.context().addCookies(cookies)
    await todoCheckbox(page, 'Milk').click()
    await page.getByText('Your session has expired.').waitFor()
    await fillAccount(page, { email })
    await todoCheckbox(page, 'Milk').waitFor()
    expect(await todoCheckbox(page, 'Milk').isChecked()).toBe(false)
  })

  test('hides its cookie from scripts', async ({ newVisitor }) => {
    const { page } = await newVisitor()
    await signUp(page)
    const cookies = await page.context().cookies()
    expect(cookies).toMatchObject([{ name: 'better-auth.session_token', httpOnly: true, sameSite: 'Lax' }])
    expect(await page.evaluate('document.cookie')).toBe('')
  })
})
