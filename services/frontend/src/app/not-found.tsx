import Link from 'next/link'
import styles from '../components/card.module.css'

export default function NotFound() {
  return (
    <main className={styles['page']}>
      <article className={styles['card']}>
        <h1>Page not found</h1>
        <p className={styles['lead']}>There is nothing at this address.</p>
        <Link href="/">Back to the home page</Link>
      </article>
    </main>
  )
}
