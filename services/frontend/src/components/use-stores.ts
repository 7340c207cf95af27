import { useEffect, useState } from 'react'
import { newApi } from '../lib/api.ts'
import { newChatApi } from '../lib/chat/chat.ts'
import { ChatStore } from '../lib/chat/chat-store.ts'
import { newTodoApi } from '../lib/todos/todo.ts'
import { TodoStore } from '../lib/todos/todo-store.ts'

function newStores() {
  const api = newApi(() => window.location.assign('/sign-in?session=expired'))
  const todos = new TodoStore(newTodoApi(api))
  const chat = new ChatStore(newChatApi(api), {
    // The chat must not find what the list has deleted already.
    before: () => todos.settle(),
    changed: () => void todos.load(),
  })
  return { todos, chat }
}

export function useStores() {
  const [stores] = useState(newStores)
  useEffect(() => {
    const { todos, chat } = stores
    void todos.load()
    void chat.load()
    const leave = () => void todos.settle()
    const look = () => {
      if (document.visibilityState === 'visible') void todos.load()
    }
    window.addEventListener('pagehide', leave)
    document.addEventListener('visibilitychange', look)
    return () => {
      window.removeEventListener('pagehide', leave)
      document.removeEventListener('visibilitychange', look)
    }
  }, [stores])
  return stores
}
