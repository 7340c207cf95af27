import { useSyncExternalStore } from 'react'

const subscribe = () => () => undefined

/** False until React listens: what is clicked earlier would be lost, or sent by the browser itself. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => true,
    () => false,
  )
}
