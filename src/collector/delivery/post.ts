import { request as requestHttp, type Agent } from 'node:http'
import { request as requestHttps } from 'node:https'

/** The daemon's response. */
export interface Answer {
  readonly status: number
  readonly body: string
}

/** The daemon sends no longer response. */
const MAX_ANSWER = 1024 * 1024

/** How a request is made. */
export interface PostOptions {
  readonly agent: Agent
  /** Gives up when aborted. */
  readonly signal: AbortSignal
  readonly token: string | undefined
}

/**
 * Posts lines of JSON.
 * @throws the network's error, or an AbortError
 */
export type Post = (url: URL, body: string, options: PostOptions) => Promise<Answer>

/** Posts them over the network. */
export const postByHttp: Post = (url, body, { agent, signal, token }) => {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/x-ndjson',
      'content-length': Buffer.byteLength(body),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    }
    const outgoing = request(url, { method: 'POST', agent, signal, headers }, (incoming) => {
      let text = ''
      incoming.setEncoding('utf8')
      incoming.on('data', (part: string) => {
        text += part
        if (text.length > MAX_ANSWER) incoming.destroy(new Error('the answer is too long'))
      })
      incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, body: text }))
      incoming.on('error', reject)
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}
