import { useSyncExternalStore } from 'react'

const never = () => () => undefined

/** False until React listens: what is clicked earlier would be lost, or sent by the browser itself. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
}
