'use client'

import { Header } from './header.tsx'

export function Workspace({ user }: Readonly<{ user: { name: string; email: string } }>) {
  return (
    <>
      <Header user={user} />
      <main />
    </>
  )
}
