import { onTestFinished } from 'vitest'
import type { Config } from '../../src/config.ts'
import { startDaemon } from '../../src/daemon.ts'
import type { SubmissionInput } from '../../src/wire/schema.ts'
import { placeOf, temporaryDirectory } from './database.ts'

export { temporaryDirectory }

/** Settings of a daemon on a port of its own. */
export const testConfig = (data: string): Config => ({
  port: 0,
  host: '127.0.0.1',
  ...placeOf(data),
  redisUrl: undefined,
  logLevel: 'warn',
  tokens: [],
  tokenFile: undefined,
  allowOrigin: [],
  crashTimeout: 30,
  sweepEvery: 10,
  trustedDocumentsOnly: false,
  webhook: undefined,
  otlp: undefined,
  keep: {},
})

/** A real daemon with a real database, on a port of its own, closed after the test. */
export async function testDaemon(data?: string, config: Partial<Config> = {}) {
  const directory = data ?? (await temporaryDirectory())
  const daemon = await startDaemon({ ...testConfig(directory), ...config })
  let closed: Promise<void> | undefined
  const close = () => (closed ??= daemon.close())
  onTestFinished(close)
  const url = daemon.url.replace('localhost', '127.0.0.1')
  return { ...clientOf(url), url, data: directory, close }
}

/** How tests talk to a daemon. */
export function clientOf(url: string) {
  const post = (path: string, body: string, type = 'application/json') =>
    fetch(url + path, { method: 'POST', body, headers: { 'content-type': type } })
  return {
    post,
    /** Submits one object, and fails unless it is stored. */
    async submit(...submissions: SubmissionInput[]): Promise<void> {
      for (const submission of submissions) {
        const response = await post('/api/live/submit', JSON.stringify(submission))
        if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`)
      }
    },
    async get(path: string) {
      const response = await fetch(url + path)
      return { status: response.status, headers: response.headers, body: await response.json() }
    },
    async graph(query: string, variables: object = {}) {
      const response = await post('/graphql', JSON.stringify({ query, variables }))
      return (await response.json()) as {
        // oxlint-disable-next-line typescript/no-explicit-any -- a test reads what it asked for
        data?: any
        errors?: { message: string; extensions?: { code?: string } }[]
      }
    },
  }
}
