import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aFiles, anyFiles } from '../../test/support/files.ts'
import { BadInput } from '../errors.ts'
import { packLine, unpackLine, unpackLineNow } from './packed.ts'
import { parseSubmission } from './parse.ts'
import { quickCheck } from './quick-check.ts'
import { printFilesLine } from './files.ts'
import { submission } from './schema.ts'

const run = randomUUID()
const isSubmission = quickCheck(submission)

test('a line that is read, packed, unpacked and printed is the same to the byte', async () => {
  await fc.assert(
    fc.asyncProperty(anyFiles(run), async (sent) => {
      const line = JSON.stringify(sent)
      expect(isSubmission(sent)).toBe(true)
      const { type, data } = parseSubmission(line)
      expect(type === 'files' && printFilesLine(data)).toBe(line)
      const packed = await packLine(line)
      expect([await unpackLine(packed), unpackLineNow(packed)]).toEqual([line, line])
    }),
  )
})

const process = { pid: 7, start_time: '2026-01-02T03:04:05Z', failed: 0, accesses: [0, 1] }

test.each([
  [{ part: -1 }, 'data.part: must be at least 0'],
  [{ first: 2 ** 31 - 1, names: ['/a', '/b'] }, 'data.first: must leave its names ids below 2^31'],
  [{ names: ['/a', ''] }, 'data.names.1: must not be empty'],
  [{ names: ['/\0'] }, 'data.names.0: must not contain a NUL'],
  [{ names: [`/${'x'.repeat(20_000)}`] }, 'data.names.0: must have at most 16384 characters'],
  [{ processes: [{ ...process, start_time: 'now' }] }, 'data.processes.0.start_time: must be an RFC 3339'],
  [{ processes: [{ ...process, accesses: [1] }] }, 'data.processes.0.accesses: must be pairs'],
  [{ processes: [{ ...process, accesses: [-1, 1] }] }, 'data.processes.0.accesses.0: must be at least 0'],
  [{ processes: [{ ...process, accesses: [0, 128] }] }, 'data.processes.0.accesses.1: must be flags'],
  [{ processes: [{ ...process, accesses: [0, 1, 0, 0] }] }, 'data.processes.0.accesses.3: must be flags'],
  [
    { processes: [{ ...process, accesses: [2 ** 31 - 1, 1, 1, 1] }] },
    'data.processes.0.accesses.2: must lead to an id below 2^31',
  ],
])('refuses %j', (fields, message) => {
  const text = JSON.stringify({ type: 'files', data: { ...aFiles(run).data, ...fields } })
  expect(() => parseSubmission(text)).toThrow(BadInput)
  expect(() => parseSubmission(text)).toThrow(message)
})
