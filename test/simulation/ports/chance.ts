import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { uuid } from '../../../src/collector/uuid.ts'
import type { World } from '../world.ts'

/** Random bytes drawn so far. */
let drawn = 0

/** Draws the ids of the program from the seed. */
export function takeChance(current: () => World): void {
  Math.random = () => current().random.next()
  Object.assign(crypto, {
    randomFillSync<T extends Uint8Array>(bytes: T): T {
      drawn++
      current().random.fill(bytes)
      return bytes
    },
    randomUUID: () => uuidOf(current()),
  })
  syncBuiltinESMExports()
}

/** Uses up the random bytes that the program keeps, so that a seed gets its own whatever ran before. */
export function forgetDrawn(): void {
  const before = drawn
  const isUsedUp = () => drawn > before
  while (!isUsedUp()) uuid()
}

/** A UUID of version 4 (RFC 9562) from the seed. */
export function uuidOf({ random }: World): string {
  const bytes = Buffer.alloc(16)
  random.fill(bytes)
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
