import type { App } from './helper.ts'

type Headers = Record<string, string>

/** Sends a message to the chat. */
export const sendMessage = async (app: App, headers: Headers, message: string) => {
  const reply = await app.inject({ method: 'POST', url: '/api/chat', headers, payload: { message } })
  return { ...reply.json(), statusCode: reply.statusCode }
}

/** Reads a page of the conversation. */
export const readMessages = async (app: App, headers: Headers, query = '') => {
  const page = (await app.inject({ url: `/api/chat${query}`, headers })).json()
  return { texts: page.items.map(({ text }: { text: string }) => text), next: page.next_cursor }
}

/** Lists the titles of a user's todos; a star marks those that are done. */
export const listTitles = async (app: App, headers: Headers) => {
  const { items } = (await app.inject({ url: '/api/todos', headers })).json()
  return items.map(({ title, completed }: { title: string; completed: boolean }) => title + (completed ? '*' : ''))
}
