import type { Metadata } from 'next'
import { AuthCard } from '../../components/auth/auth-card.tsx'
import { AuthForm } from '../../components/auth/auth-form.tsx'

export const metadata: Metadata = { title: 'Sign in · Todo Chatbot' }

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

const notices: Record<string, string> = {
  expired: 'Your session has expired. Sign in again; everything you saved is safe.',
  out: 'You are signed out.',
}

export default async function SignInPage({ searchParams }: Readonly<Props>) {
  const { session } = await searchParams
  return (
    <AuthCard title="Sign in" lead="A todo list you can chat with.">
      <AuthForm mode="sign-in" notice={typeof session === 'string' ? notices[session] : undefined} />
    </AuthCard>
  )
}
