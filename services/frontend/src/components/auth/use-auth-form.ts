import { type FormEvent, useRef, useState } from 'react'
import { authClient } from '../../lib/auth-client.ts'
import { type AuthFailure, type AuthProblem, authProblem, UNREACHABLE } from '../../lib/auth-messages.ts'

export type Mode = 'sign-in' | 'sign-up'

async function submit(mode: Mode, form: FormData): Promise<AuthFailure | null> {
  const text = (name: string) => String(form.get(name) ?? '').trim()
  const account = { email: text('email'), password: String(form.get('password') ?? '') }
  const { error } =
    mode === 'sign-in'
      ? await authClient.signIn.email(account)
      : await authClient.signUp.email({ ...account, name: text('name') })
  return error
}

export function useAuthForm(mode: Mode) {
  const form = useRef<HTMLFormElement>(null)
  const [problem, setProblem] = useState<AuthProblem>()
  const [busy, setBusy] = useState(false)

  function showProblem(newProblem: AuthProblem) {
    setProblem(newProblem)
    setBusy(false)
    const field = form.current?.elements.namedItem(newProblem.field ?? 'email')
    if (field instanceof HTMLInputElement) field.focus()
  }

  async function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    setBusy(true)
    setProblem(undefined)
    const failure = await submit(mode, new FormData(event.currentTarget)).catch((): AuthFailure => ({}))
    if (failure) return showProblem(failure.status ? authProblem(failure) : UNREACHABLE)
    // A full page load, so that the router keeps no signed-out pages in its cache.
    window.location.assign('/')
  }

  return { form, problem, busy, onSubmit }
}
