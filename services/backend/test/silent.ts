import { type Logger, pino } from 'pino'

/** For logs that a test doesn't read. */
export const silent: Logger = pino({ level: 'silent' })
