'use client'

import card from '../components/card.module.css'
import ui from '../components/ui.module.css'

/** Replaces Next's error page, whose inline styles the content security policy blocks. */
export default function ErrorPage({ reset }: Readonly<{ reset: () => void }>) {
  return (
    <main className={card['page']}>
      <article className={card['card']} role="alert">
        <h1>Something went wrong</h1>
        <p className={card['lead']}>This page could not be displayed. Everything you saved is safe.</p>
        <button type="button" className={ui['primary']} onClick={reset}>
          Try again
        </button>
      </article>
    </main>
  )
}
