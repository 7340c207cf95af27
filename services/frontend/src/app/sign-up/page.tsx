import type { Metadata } from 'next'
import { AuthCard } from '../../components/auth/auth-card.tsx'
import { AuthForm } from '../../components/auth/auth-form.tsx'

export const metadata: Metadata = { title: 'Create an account · Todo Chatbot' }

export default function SignUpPage() {
  return (
    <AuthCard title="Create an account" lead="Your todos are private. Only you can see them.">
      <AuthForm mode="sign-up" />
    </AuthCard>
  )
}
