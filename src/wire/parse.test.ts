import { randomUUID } from 'node:crypto'
import { assert, expect, test } from 'vitest'
import { BadInput } from '../errors.ts'
import { anEvent, aProcess, aRun } from '../../test/support/submissions.ts'
import { parseSubmission } from './parse.ts'
import { printProcessInfo } from './print.ts'

const run = randomUUID()

test('reads null lists as empty, absent fields as null', () => {
  const { data } = parseSubmission(JSON.stringify(aRun({ id: run, args: null })))
  expect(data).toMatchObject({ args: [], end_time: null, exit_code: null, duration: null })
})

test('keeps byte counts above 2^53 whole, and prints them as numbers', () => {
  const text = JSON.stringify({ type: 'process', data: aProcess(run, { mem_usage: 1 }) })
  const submission = parseSubmission(text.replace('"mem_usage":1', '"mem_usage": 18446744073709551615 '))
  assert(submission.type === 'process')
  expect(submission.data).toMatchObject({ mem_usage: 18446744073709551615n })
  expect(printProcessInfo(submission.data)).toContain('"mem_usage":18446744073709551615,')
})

test('never edits text that looks like a byte count', () => {
  const cmdline = 'echo \'{"mem_usage":12345678901234567890}\' \\'
  const { data } = parseSubmission(JSON.stringify({ type: 'process', data: aProcess(run, { cmdline }) }))
  expect(data).toMatchObject({ cmdline })
})

test("takes the event's run where its process names none", () => {
  const event = anEvent(run, 'build_complete', { build_run_id: '' })
  expect(parseSubmission(JSON.stringify(event)).data).toMatchObject({ process: { build_run_id: run } })
})

test.each([
  ['not json', 'not valid JSON'],
  ['[]', 'The body: must be an object'],
  ['{"data":{}}', 'type: must be build_run, build_event, process, machine or files'],
  ['{"type":"process"}', 'data: is missing; it must be an object'],
  ['{"type":"process","data":{"build_run_id":7}}', 'data.build_run_id: must be a string'],
  ['{"type":"other","data":{}}', 'type: must be build_run, build_event, process, machine or files'],
  [{ ...aRun(), data: { ...aRun().data, id: 'x' } }, 'data.id: must be a UUID'],
  [aRun({ start_time: 'now' }), 'data.start_time: must be an RFC 3339 time'],
  [aRun({ start_time: '0001-01-01T00:00:00Z' }), 'data.start_time: must be set'],
  [{ ...aRun(), data: { ...aRun().data, status: 'odd' } }, 'data.status'],
  [aRun({ process_count: -1 }), 'data.process_count: must be at least 0'],
  [aRun({ command: 'a\0b' }), 'data.command: must not contain a NUL character'],
  [anEvent(run, 'process_start', { pid: 2 ** 31 }), 'data.process.pid'],
  [anEvent(run, 'process_start', { mem_usage: -1 }), 'data.process.mem_usage: must be'],
  [
    anEvent(run, 'process_start', { build_run_id: randomUUID() }),
    "data.process.build_run_id: must be the event's",
  ],
  [
    { ...anEvent(run), data: { ...anEvent(run).data, type: 'odd' } },
    'data.type: must be one of process_start',
  ],
])('refuses %j', (body, message) => {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  expect(() => parseSubmission(text)).toThrow(BadInput)
  expect(() => parseSubmission(text)).toThrow(message)
})
