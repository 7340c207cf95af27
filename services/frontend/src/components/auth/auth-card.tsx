import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import { checkSession } from '../../lib/session.ts'
import { appVersion } from '../../lib/version.ts'
import card from '../card.module.css'

interface Props {
  title: string
  lead: string
  children: ReactNode
}

/** Whether the visitor is signed in already; false if the database is unavailable. */
async function isSignedIn(): Promise<boolean> {
  return await checkSession(await headers()).then(
    ({ session }) => session !== undefined,
    () => false,
  )
}

export async function AuthCard({ title, lead, children }: Readonly<Props>) {
  if (await isSignedIn()) redirect('/')
  return (
    <main className={card['page']}>
      <article className={card['card']}>
        <p className={card['brand']}>
          <img src="/icon.svg" alt="" width={40} height={40} />
          Todo Chatbot
        </p>
        <h1>{title}</h1>
        <p className={card['lead']}>{lead}</p>
        {children}
        <p className={card['version']}>
          Version {appVersion()} · <a href="/status">Status</a>
        </p>
      </article>
    </main>
  )
}
