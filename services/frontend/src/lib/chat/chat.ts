import { z } from 'zod'
import type { Api } from '../api.ts'

export const MESSAGE_MAX_LENGTH = 2000

const messageSchema = z.object({
  id: z.string(),
  role: z.enum(['user', 'assistant']),
  text: z.string(),
  created_at: z.string(),
})

const exchangeSchema = z.object({ messages: z.array(messageSchema), changed: z.boolean() })
const pageSchema = z.object({ items: z.array(messageSchema), next_cursor: z.string().nullable() })

export type Message = z.infer<typeof messageSchema>
export type ChatApi = ReturnType<typeof createChatApi>

const PAGE_SIZE = 50

export function createChatApi(api: Api) {
  return {
    sendMessage: async (message: string) => exchangeSchema.parse(await api('POST', 'chat', { message })),
    history: async (cursor?: string) => {
      const parameters = new URLSearchParams({ limit: String(PAGE_SIZE), ...(cursor && { cursor }) })
      return pageSchema.parse(await api('GET', `chat?${parameters}`))
    },
    clear: async () => {
      await api('DELETE', 'chat')
    },
  }
}
