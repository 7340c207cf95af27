import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from 'fastify'
import { type DestinationStream, type LoggerOptions, pino } from 'pino'
import { prettyFactory } from 'pino-pretty'
import type { Config } from '../config/config.ts'

const levels = { DEBUG: 'debug', INFO: 'info', WARNING: 'warn', ERROR: 'error' } as const

/** Of what waits to be written: a reader that stalls shall cost lines, not all memory. */
const MAX_BUFFER_LENGTH = 4 * 1024 * 1024

/**
 * Makes the process's logger: a line of JSON an event, or, with LOG_FORMAT=text, lines for people.
 *
 * @param destination Where the lines go, standard output unless given.
 */
export function createLogger(
  config: Pick<Config, 'LOG_LEVEL' | 'LOG_FORMAT'>,
  destination: DestinationStream = pino.destination({ fd: 1, sync: false, maxLength: MAX_BUFFER_LENGTH }),
): FastifyBaseLogger {
  const options: LoggerOptions = {
    level: levels[config.LOG_LEVEL],
    // Named properties alone get out, so no header does. To redact instead is to copy each line's objects.
    serializers: { err: describeError, req: describeRequest, res: describeReply, headers: () => undefined },
  }
  return pino(options, config.LOG_FORMAT === 'text' ? prettyPrinted(destination) : destination)
}

/** In this process and at once: a worker thread would need files beside the bundle and loses lines at an exit. */
function prettyPrinted(destination: DestinationStream): DestinationStream {
  const pretty = prettyFactory({ colorize: process.stdout.isTTY === true })
  return { write: (line) => destination.write(pretty(line) ?? line) }
}

function describeRequest({ method, url, host, ip }: Partial<FastifyRequest>): object {
  return { method, url, host, remoteAddress: ip }
}

function describeReply({ statusCode }: Partial<FastifyReply>): object {
  return { statusCode }
}

/**
 * What is logged of an error. pg hangs its client, connection settings and the offending row on its errors, so only
 * named properties get out.
 */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) }
  const { code } = error as { code?: unknown }
  return { type: error.name, message: errorMessage(error), code, stack: error.stack, cause: describeCause(error) }
}

function describeCause({ cause }: Error): object | undefined {
  return cause === undefined ? undefined : describeError(cause)
}

/** The text of an error; Node leaves it empty when it tried several addresses of a host in vain. */
export function errorMessage(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(errorMessage).join('; ')
  return error instanceof Error ? error.message : String(error)
}
