import { type FastifyReply, type FastifyRequest, LogController } from 'fastify'

/** Logs one line per request, after its response; with LOG_LEVEL=DEBUG also one when it arrives. */
export class SingleLineLog extends LogController {
  override incomingRequest(request: FastifyRequest): void {
    request.log.debug({ req: request }, 'incoming request')
  }

  override requestCompleted(error: Error | null | undefined, request: FastifyRequest, reply: FastifyReply): void {
    const fields = { req: request, res: reply, responseTime: reply.elapsedTime }
    if (error) reply.log.error({ ...fields, err: error }, 'request failed')
    else reply.log.info(fields, 'request completed')
  }
}
