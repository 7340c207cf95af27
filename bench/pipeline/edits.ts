import type { Checkout } from './checkout.js'

/** A change of the checkout between two builds; `id` makes each one unique. */
export type Edit = (checkout: Checkout, id: string) => Promise<unknown>

/** Each edit affects the result: an edit of code changes the image that is built from it. */
export const edits = {
  'no-change': async () => undefined,
  'readme-edit': (checkout, id) => checkout.replace('README.md', /^# .*$/m, `$& ${id}`),
  'new-commit': (checkout, id) => checkout.git('commit', '--quiet', '--allow-empty', '--message', id),
  'new-tag': (checkout, id) => checkout.tag(id),
  'backend-edit': (checkout, id) =>
    checkout.replace('services/backend/src/http/openapi.plugin.ts', /The todos of the authenticated user/, `$& ${id}`),
  'frontend-edit': (checkout, id) =>
    checkout.replace('services/frontend/src/app/layout.tsx', /A todo list you can chat with\./, `$& ${id}`),
  'lock-file-edit': async (checkout, id) => {
    const version = `1.0.${Number.parseInt(id, 16)}`
    await checkout.replace('services/backend/package.json', OWN_VERSION, `$1${version}`)
    await checkout.replace('services/backend/package-lock.json', OWN_VERSIONS, `$1${version}$2${version}`)
  },
} satisfies Record<string, Edit>

export type EditName = keyof typeof edits

/** The version of the package itself, on which every layer with `npm ci` depends. The lock file contains it twice. */
const OWN_VERSION = /("version": ")[^"]+/
const OWN_VERSIONS = /("version": ")[^"]+("[\s\S]*?"version": ")[^"]+/
