import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import './globals.css'

// A page rendered at build time has no nonce, which the content security policy requires.
export const dynamic = 'force-dynamic'

export const metadata: Metadata = {
  title: 'Todo Chatbot',
  description: 'A todo list you can chat with.',
  icons: { icon: '/icon.svg' },
}

export const viewport: Viewport = { colorScheme: 'light dark' }

export default function RootLayout({ children }: Readonly<{ children: ReactNode }>) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  )
}
