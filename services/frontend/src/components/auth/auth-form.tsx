'use client'

import Link from 'next/link'
import type { HTMLInputTypeAttribute } from 'react'
import type { Field } from '../../lib/auth-messages.ts'
import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from '../../lib/password.ts'
import ui from '../ui.module.css'
import { useHydrated } from '../use-hydrated.ts'
import styles from './auth-form.module.css'
import { type Mode, useAuthForm } from './use-auth-form.ts'

interface InputProps {
  name: Field
  label: string
  type: HTMLInputTypeAttribute
  autoComplete: string
  invalid: boolean
  hint?: string
  minLength?: number
}

function Input({ name, label, hint, invalid, ...input }: Readonly<InputProps>) {
  const descriptionIds = [hint && `${name}-hint`, invalid && 'problem'].filter(Boolean).join(' ')
  return (
    <div className={styles['field']}>
      <label htmlFor={name}>{label}</label>
      <input
        {...input}
        id={name}
        name={name}
        className={ui['input']}
        required
        maxLength={PASSWORD_MAX_LENGTH}
        aria-invalid={invalid}
        aria-describedby={descriptionIds || undefined}
      />
      {hint && (
        <p id={`${name}-hint`} className={styles['hint']}>
          {hint}
        </p>
      )}
    </div>
  )
}

const formTexts = {
  'sign-in': {
    button: 'Sign in',
    busy: 'Signing in…',
    prompt: 'New here?',
    link: 'Create an account',
    linkPath: '/sign-up',
  },
  'sign-up': {
    button: 'Create account',
    busy: 'Creating your account…',
    prompt: 'Already have an account?',
    link: 'Sign in',
    linkPath: '/sign-in',
  },
} as const

function Inputs({ mode, invalidField }: Readonly<{ mode: Mode; invalidField: Field | undefined }>) {
  const isNew = mode === 'sign-up'
  return (
    <>
      {isNew && <Input name="name" label="Name" type="text" autoComplete="name" invalid={invalidField === 'name'} />}
      <Input name="email" label="E-mail" type="email" autoComplete="username" invalid={invalidField === 'email'} />
      <Input
        name="password"
        label="Password"
        type="password"
        autoComplete={isNew ? 'new-password' : 'current-password'}
        invalid={invalidField === 'password'}
        {...(isNew && { minLength: PASSWORD_MIN_LENGTH, hint: `At least ${PASSWORD_MIN_LENGTH} characters.` })}
      />
    </>
  )
}

export function AuthForm({ mode, notice }: Readonly<{ mode: Mode; notice?: string | undefined }>) {
  const { form, problem, busy, onSubmit } = useAuthForm(mode)
  const hydrated = useHydrated()
  const texts = formTexts[mode]
  return (
    // POST, so that the password never appears in the URL if the browser submits the form without JavaScript.
    <form ref={form} method="post" className={styles['form']} onSubmit={onSubmit}>
      {notice && !problem && (
        <p className={ui['note']} role="status">
          {notice}
        </p>
      )}
      <div role="alert" id="problem" className={styles['alert']}>
        {problem && <p className={ui['problem']}>{problem.text}</p>}
      </div>
      <Inputs mode={mode} invalidField={problem?.field} />
      <button type="submit" className={ui['primary']} disabled={busy || !hydrated}>
        {busy ? texts.busy : texts.button}
      </button>
      <p className={styles['other']}>
        {texts.prompt} <Link href={texts.linkPath}>{texts.link}</Link>
      </p>
    </form>
  )
}
