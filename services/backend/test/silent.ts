import { type Logger, pino } from 'pino'

/** For what a test does not look at. */
export const silent: Logger = pino({ level: 'silent' })
