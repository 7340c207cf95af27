import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import card from '../components/card.module.css'
import { Workspace } from '../components/workspace.tsx'
import { checkSession, type SessionCheck } from '../lib/session.ts'

async function tryCheckSession(): Promise<SessionCheck | undefined> {
  return await checkSession(await headers()).catch((error: unknown) => {
    process.stderr.write(`session: ${error instanceof Error ? error.message : error}\n`)
    return undefined
  })
}

function AccountsUnavailable() {
  return (
    <main className={card['page']}>
      <article className={card['card']}>
        <h1>Temporarily unavailable</h1>
        <p className={card['lead']} role="alert">
          The account service is temporarily unavailable. You are still signed in, and your todos are safe.
        </p>
        <a href="/">Try again</a>
      </article>
    </main>
  )
}

export default async function HomePage() {
  const sessionCheck = await tryCheckSession()
  if (!sessionCheck) return <AccountsUnavailable />
  if (!sessionCheck.session) redirect('/sign-in')
  return <Workspace user={sessionCheck.session.user} />
}
