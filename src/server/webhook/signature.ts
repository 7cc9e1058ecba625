import { createHmac, randomBytes } from 'node:crypto'
import { Misconfigured } from '../../errors.ts'
import { readSecretFile } from '../access/secret-file.ts'

/** Begins a secret, so that nobody takes it for another (Standard Webhooks, "Signature scheme"). */
const PREFIX = 'whsec_'

/** Bytes of a secret. */
const [LEAST_BYTES, MOST_BYTES, NEW_BYTES] = [24, 64, 32]

/** Reads the secret of a file. @throws Misconfigured if there is none */
export function readSecret(file: string): Buffer {
  const make = () => PREFIX + randomBytes(NEW_BYTES).toString('base64')
  const text = readSecretFile({ file, what: 'secret file', make }).trim()
  const key = Buffer.from(text.slice(PREFIX.length), 'base64')
  if (text.startsWith(PREFIX) && key.length >= LEAST_BYTES && key.length <= MOST_BYTES) return key
  throw new Misconfigured(
    `The secret file ${file} must hold ${PREFIX} and ${LEAST_BYTES} to ${MOST_BYTES} bytes in base64. ` +
      'Remove it, and buildspyd makes one.',
  )
}

/**
 * The headers of a message (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md).
 * @param seconds the time of the attempt, since 1970
 */
export function signedHeaders(
  key: Buffer,
  id: string,
  seconds: number,
  body: string,
): Record<string, string> {
  const signature = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': `v1,${signature}`,
  }
}
