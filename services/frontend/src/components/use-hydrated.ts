import { useSyncExternalStore } from 'react'

const subscribe = () => () => undefined

/** False until React handles events: until then, clicks would be lost, or the browser would submit the form itself. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => true,
    () => false,
  )
}
