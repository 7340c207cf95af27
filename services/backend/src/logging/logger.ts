import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from 'fastify'
import { type DestinationStream, type LoggerOptions, pino } from 'pino'
import { prettyFactory } from 'pino-pretty'
import type { Config } from '../config/config.ts'

const levels = { DEBUG: 'debug', INFO: 'info', WARNING: 'warn', ERROR: 'error' } as const

/** Characters that may wait to be written. If the reader of the log stalls, lines are dropped before memory runs out. */
const MAX_BUFFER_LENGTH = 4 * 1024 * 1024

/**
 * Creates the logger of the process: one line of JSON per event, or readable text with LOG_FORMAT=text.
 *
 * @param destination Default: standard output.
 */
export function createLogger(
  config: Pick<Config, 'LOG_LEVEL' | 'LOG_FORMAT'>,
  destination: DestinationStream = pino.destination({ fd: 1, sync: false, maxLength: MAX_BUFFER_LENGTH }),
): FastifyBaseLogger {
  const options: LoggerOptions = {
    level: levels[config.LOG_LEVEL],
    // An allow-list of properties, so no header is logged. pino's `redact` would copy the objects of every line.
    serializers: { err: describeError, req: describeRequest, res: describeReply, headers: () => undefined },
  }
  return pino(options, config.LOG_FORMAT === 'text' ? prettyPrinted(destination) : destination)
}

/** Synchronous and in this process: a worker thread needs files beside the bundle and loses lines at exit. */
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
 * Selects the properties of an error to log. pg attaches its client, connection settings and the failing row to its errors,
 * so this is an allow-list.
 */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) }
  const { code } = error as { code?: unknown }
  return { type: error.name, message: errorMessage(error), code, stack: error.stack, cause: describeCause(error) }
}

function describeCause({ cause }: Error): object | undefined {
  return cause === undefined ? undefined : describeError(cause)
}

/** The message of an error. Node leaves it empty if none of several addresses of a host could be reached. */
export function errorMessage(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(errorMessage).join('; ')
  return error instanceof Error ? error.message : String(error)
}
