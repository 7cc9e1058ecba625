import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { parseSubmission } from '../../../src/wire/parse.ts'
import type { SubmissionInput } from '../../../src/wire/schema.ts'

/** What a request may be answered with instead of being taken. */
export type Answer = (request: IncomingMessage, response: ServerResponse, lines: readonly string[]) => boolean

/** A server that takes submissions as the daemon does, checks each, and keeps them. */
export async function startRecipient(answer: Answer = () => false) {
  const submissions: SubmissionInput[] = []
  const requests: number[] = []
  const taken: string[] = []
  const rejected: { line: number; error: string }[] = []
  const take = (line: string): void => {
    taken.push(line)
    try {
      parseSubmission(line)
      submissions.push(JSON.parse(line) as SubmissionInput)
    } catch (error) {
      rejected.push({ line: taken.length, error: String(error) })
    }
  }
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (part: string) => (body += part))
    request.on('end', () => {
      const lines = body.split('\n').filter((line) => line !== '')
      if (answer(request, response, lines)) return
      requests.push(lines.length)
      lines.forEach(take)
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ status: 'success', accepted: lines.length, rejected: [] }))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    submissions,
    /** Lines of each request taken. */
    requests,
    rejected,
    /** As they came. */
    lines: taken,
    /** Takes a line that came another way. */
    take,
    async close(): Promise<void> {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
