import type { FastifyRequest } from 'fastify'

/** What an Authorization header of the scheme Bearer holds. */
export function bearerToken({ headers }: FastifyRequest): string | undefined {
  return /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1]
}
