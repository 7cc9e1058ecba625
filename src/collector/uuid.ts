import { randomFillSync } from 'node:crypto'

/** Random bytes are drawn for many ids at a time: a call for each costs more than the id. */
const POOL_BYTES = 4096
const pool = Buffer.alloc(POOL_BYTES)
let used = POOL_BYTES

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/**
 * A UUID of version 7 (RFC 9562): it begins with the time in milliseconds, so that ids made together lie
 * together in an index.
 */
export function uuid(): string {
  if (used + 10 > POOL_BYTES) {
    randomFillSync(pool)
    used = 0
  }
  const random = pool.subarray(used, used + 10)
  used += 10
  const time = Date.now().toString(16).padStart(12, '0')
  const version = HEX[(random[0]! & 0x0f) | 0x70]! + HEX[random[1]!]!
  const variant = HEX[(random[2]! & 0x3f) | 0x80]! + HEX[random[3]!]!
  let node = ''
  for (let index = 4; index < 10; index++) node += HEX[random[index]!]!
  return `${time.slice(0, 8)}-${time.slice(8)}-${version}-${variant}-${node}`
}
