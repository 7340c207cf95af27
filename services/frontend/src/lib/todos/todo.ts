import { z } from 'zod'
import type { Api } from '../api.ts'

export const TITLE_MAX_LENGTH = 200
export const DESCRIPTION_MAX_LENGTH = 2000

const todoSchema = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string().nullable(),
  completed: z.boolean(),
  /** In double quotes, it is the ETag. */
  version: z.number(),
  created_at: z.string(),
  updated_at: z.string(),
})

const pageSchema = z.object({ items: z.array(todoSchema), next_cursor: z.string().nullable() })

export type Todo = z.infer<typeof todoSchema>
export type TodoPage = z.infer<typeof pageSchema>
export type Filter = 'all' | 'open' | 'done'

export interface TodoText {
  title: string
  description: string | null
}

export interface TodoQuery {
  filter: Filter
  search: string
  limit: number
  cursor?: string | null
}

export type TodoApi = ReturnType<typeof createTodoApi>

export function createTodoApi(api: Api) {
  const todoPath = (id: string) => `todos/${encodeURIComponent(id)}`
  const ifMatch = (version?: number) => (version === undefined ? {} : { 'if-match': `"${version}"` })
  return {
    list: async (query: TodoQuery) => pageSchema.parse(await api('GET', `todos?${toSearchParameters(query)}`)),
    read: async (id: string) => todoSchema.parse(await api('GET', todoPath(id))),
    create: async (title: string, key: string) =>
      todoSchema.parse(await api('POST', 'todos', { title }, { 'idempotency-key': key })),
    change: async (id: string, changes: Partial<Todo>, version?: number) =>
      todoSchema.parse(await api('PATCH', todoPath(id), changes, ifMatch(version))),
    remove: async (id: string, version?: number) => {
      await api('DELETE', todoPath(id), undefined, ifMatch(version))
    },
  }
}

function toSearchParameters({ filter, search, limit, cursor }: TodoQuery): URLSearchParams {
  const parameters = new URLSearchParams({ limit: String(limit) })
  if (filter !== 'all') parameters.set('completed', String(filter === 'done'))
  if (search.trim()) parameters.set('search', search.trim())
  if (cursor) parameters.set('cursor', cursor)
  return parameters
}
