import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import './globals.css'

// A page made at build time could not carry the nonce that the content security policy asks for.
export const dynamic = 'force-dynamic'

export const metadata: Metadata = {
  title: 'Todo Chatbot',
  description: 'A todo list that you talk to.',
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
