'use client'

import card from '../components/card.module.css'
import ui from '../components/ui.module.css'

/** Instead of Next's own page, whose inline styles the content security policy refuses. */
export default function ErrorPage({ reset }: Readonly<{ reset: () => void }>) {
  return (
    <main className={card['page']}>
      <article className={card['card']} role="alert">
        <h1>This page has failed</h1>
        <p className={card['lead']}>That is a mistake of ours. What you saved is saved.</p>
        <button type="button" className={ui['primary']} onClick={reset}>
          Try again
        </button>
      </article>
    </main>
  )
}
