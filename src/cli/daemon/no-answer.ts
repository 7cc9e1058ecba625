import { networkReason } from '../../collector/delivery/network-reason.ts'
import { isLoopback } from '../../loopback.ts'
import { CliFailure, EXIT } from '../failure.ts'

/**
 * The failure for a missing or incomplete response, with advice.
 * @param error the error of `fetch` or of a socket
 * @param begun whether a response had begun
 */
export function noAnswer(url: URL, error: unknown, begun = false): CliFailure {
  const cause = error instanceof Error && error.cause ? error.cause : error
  return new CliFailure(sentenceOf(url, cause, begun), EXIT.noDaemon, { cause })
}

function sentenceOf({ origin, protocol, host, hostname }: URL, cause: unknown, begun: boolean): string {
  const { name = '', code = '' } = cause as { name?: string; code?: string }
  const reason = networkReason(cause)
  if (name === 'TimeoutError') return `${origin} did not respond in time`
  if (begun) return `the response of ${origin} was cut off (${reason})`
  // Bytes that are not HTTP, or an end without bytes. A port of TLS responds so too. Node 24 has no code for the first.
  const isHttp = name !== 'HTTPParserError' && !code.startsWith('HPE_')
  if (!isHttp || code === 'UND_ERR_SOCKET' || code === 'ECONNRESET')
    return `the program at ${origin} does not respond like a BuildSpy daemon (${reason})${protocol === 'http:' ? `. Should it be https://${host}?` : ''}`
  // OpenSSL's text contains file and line of its source.
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_'))
    return `the program at ${origin} does not speak TLS. Should it be http://${host}?`
  if (/CERT|SELF_SIGNED|ISSUER/.test(code))
    return `the certificate of ${origin} is not trusted (${reason}). Set NODE_EXTRA_CA_CERTS=FILE to trust more authorities`
  const advice = isLoopback(hostname) ? 'Start one with: buildspy daemon' : 'Is it running there?'
  return `no daemon responds at ${origin} (${reason}). ${advice}`
}

/** The failure for a response of another program. */
export function notOurs(
  { origin }: URL,
  answer?: { readonly status: number; readonly location: string | null },
): CliFailure {
  const status = answer === undefined ? '' : ` (HTTP status ${answer.status})`
  const leads = answer?.location ? `. It redirects to ${answer.location}` : ''
  return new CliFailure(`the program at ${origin} is not a BuildSpy daemon${status}${leads}`, EXIT.noDaemon)
}
