import { useSyncExternalStore } from 'react'
import type { Store } from '../lib/store.ts'

export function useStore<State>(store: Store<State>): State {
  return useSyncExternalStore(store.subscribe, store.current, store.current)
}
