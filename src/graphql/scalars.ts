import { GraphQLError, Kind, type ValueNode } from 'graphql'
import { parseTime, printTime } from '../wire/time.ts'
import { UUID } from '../wire/shapes.ts'
import { builder } from './builder.ts'

builder.scalarType('DateTime', {
  description:
    'A time from 1678-01-01T00:00:00Z to 2262-01-01T00:00:00Z, RFC 3339 in UTC, with 3, 6 or 9 decimals. Input may have any offset; a time beyond that is refused.',
  serialize: (time) => (typeof time === 'bigint' ? printTime(time) : time),
  parseValue: readTime,
  parseLiteral: (node) => readTime(textOf(node)),
})

builder.scalarType('UUID', {
  description: 'A UUID of 36 characters (RFC 9562); case does not matter.',
  serialize: (id) => id,
  parseValue: readUuid,
  parseLiteral: (node) => readUuid(textOf(node)),
})

builder.scalarType('Bytes', {
  description: 'A number of bytes, unsigned 64-bit: a JSON number up to 2^53 − 1, a string of digits above.',
  serialize: (count) => (count <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(count) : String(count)),
  parseValue: readBytes,
  parseLiteral: (node) => readBytes(node.kind === Kind.INT ? node.value : textOf(node)),
})

builder.scalarType('Timeline', {
  description: 'The processes of a run as columns with a string table; see `TimelineColumns` in the source.',
  serialize: (columns) => columns,
})

builder.scalarType('Columns', {
  description:
    'The processes of a run as compressed columns, in base64: a tenth of `Timeline`. PROTOCOL.md describes the bytes. `GET /api/runs/{id}/columns` sends them without base64.',
  serialize: (columns) => columns,
})

function textOf(node: ValueNode): unknown {
  return node.kind === Kind.STRING ? node.value : undefined
}

function readTime(value: unknown): bigint {
  const time = typeof value === 'string' ? parseTime(value) : undefined
  if (time === undefined || time === null)
    throw new GraphQLError('must be an RFC 3339 time from 1678-01-01T00:00:00Z to 2262-01-01T00:00:00Z')
  return time
}

function readUuid(value: unknown): string {
  if (typeof value === 'string' && UUID.test(value)) return value.toLowerCase()
  throw new GraphQLError('must be a UUID')
}

function readBytes(value: unknown): bigint {
  if (typeof value === 'number' ? Number.isSafeInteger(value) : /^\d{1,20}$/.test(String(value))) {
    const count = BigInt(value as number | string)
    if (count >= 0n && count < 2n ** 64n) return count
  }
  throw new GraphQLError(
    'must be a whole number of bytes that fits 64 bits, as a number or a string of digits',
  )
}
