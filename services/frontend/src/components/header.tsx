'use client'

import { useState } from 'react'
import { authClient } from '../lib/auth-client.ts'
import styles from './header.module.css'
import ui from './ui.module.css'
import { useHydrated } from './use-hydrated.ts'

interface Props {
  user: { name: string; email: string }
  /** Runs before the session ends. */
  beforeSignOut?: () => Promise<void>
}

export function Header({ user, beforeSignOut }: Readonly<Props>) {
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle')
  const hydrated = useHydrated()

  async function signOut() {
    setState('busy')
    await beforeSignOut?.()
    const failed = await authClient.signOut().then(
      ({ error }) => error !== null,
      () => true,
    )
    if (failed) setState('failed')
    else window.location.assign('/sign-in?session=out')
  }

  return (
    <header className={styles['header']}>
      <p className={styles['brand']}>
        <img src="/icon.svg" alt="" width={32} height={32} />
        Todo Chatbot
      </p>
      <p className={styles['user']} title={user.email}>
        {user.name}
      </p>
      <button type="button" className={ui['quiet']} disabled={!hydrated || state === 'busy'} onClick={signOut}>
        Sign out
      </button>
      <p role="alert" className={styles['alert']}>
        {state === 'failed' && 'The service is not responding. You are still signed in.'}
      </p>
    </header>
  )
}
