import { useEffect, useState } from 'react'
import { createApi } from '../lib/api.ts'
import { createChatApi } from '../lib/chat/chat.ts'
import { ChatStore } from '../lib/chat/chat-store.ts'
import { createTodoApi } from '../lib/todos/todo.ts'
import { TodoStore } from '../lib/todos/todo-store.ts'

function createStores() {
  const api = createApi(() => window.location.assign('/sign-in?session=expired'))
  const todos = new TodoStore(createTodoApi(api))
  const chat = new ChatStore(createChatApi(api), {
    // The chat must not find todos that the list has already deleted.
    beforeSend: () => todos.settle(),
    onTodosChanged: () => void todos.load(),
  })
  return { todos, chat }
}

export function useStores() {
  const [stores] = useState(createStores)
  useEffect(() => {
    const { todos, chat } = stores
    void todos.load()
    void chat.load()
    const onPageHide = () => void todos.settle()
    const onVisibilityChange = () => {
      if (document.visibilityState === 'visible') void todos.load()
    }
    window.addEventListener('pagehide', onPageHide)
    document.addEventListener('visibilitychange', onVisibilityChange)
    return () => {
      window.removeEventListener('pagehide', onPageHide)
      document.removeEventListener('visibilitychange', onVisibilityChange)
    }
  }, [stores])
  return stores
}
