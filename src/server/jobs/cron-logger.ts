import type { Logger as CronLogger } from 'node-cron'
import type { Logger } from 'pino'

/** Lets node-cron log as the daemon does; by itself it prints to the console. */
export function cronLogger(log: Logger): CronLogger {
  const say = (level: 'error' | 'debug') => (message: string | Error, error?: Error) => {
    const err = error ?? (message instanceof Error ? message : undefined)
    log[level]({ err }, message instanceof Error ? message.message : message)
  }
  return {
    info: (message) => log.info(message),
    warn: (message) => log.warn(message),
    error: say('error'),
    debug: say('debug'),
  }
}
