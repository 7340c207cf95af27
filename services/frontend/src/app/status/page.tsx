import type { Metadata } from 'next'
import Link from 'next/link'
import { Suspense } from 'react'
import styles from '../../components/card.module.css'
import { config } from '../../lib/config.ts'
import { checkBackend } from '../../lib/health.ts'
import { appVersion } from '../../lib/version.ts'

type State = 'up' | 'down' | 'waiting'

function ServiceStatus({ name, state, detail }: Readonly<{ name: string; state: State; detail: string }>) {
  return (
    <li className={styles['service']}>
      <span className={styles['dot']} data-state={state} aria-hidden="true" />
      <span className={styles['name']}>{name}</span>
      <span className={styles['detail']}>{detail}</span>
    </li>
  )
}

async function BackendStatus() {
  const up = (await checkBackend(config().API_URL)) === undefined
  return <ServiceStatus name="Backend" state={up ? 'up' : 'down'} detail={up ? 'Reachable' : 'Unreachable'} />
}

export const metadata: Metadata = { title: 'Status · Todo Chatbot' }

export default function StatusPage() {
  return (
    <main className={styles['page']}>
      <article className={styles['card']}>
        <img src="/icon.svg" alt="" width={56} height={56} />
        <h1>Todo Chatbot</h1>
        <p className={styles['lead']}>
          Status of the services. <Link href="/">Go to your todos</Link>
        </p>
        <ul className={styles['services']} aria-label="Status of the services">
          <ServiceStatus name="Frontend" state="up" detail="Running" />
          {/* The check of the backend can take five seconds; the rest of the page doesn't wait for it. */}
          <Suspense fallback={<ServiceStatus name="Backend" state="waiting" detail="Checking…" />}>
            <BackendStatus />
          </Suspense>
        </ul>
        <p className={styles['version']}>Version {appVersion()}</p>
      </article>
    </main>
  )
}
