import { expect, test } from 'vitest'
import { textOf } from '../terminal/line.ts'
import { summaryLines } from './summary-lines.ts'

const summary = {
  run: 'id',
  url: 'http://127.0.0.1:8080/runs/id',
  exit_code: 0,
  signal: null,
  processes: 115,
  wall_ms: 4270,
  cpu_ms: 6880,
  user_ms: 6000,
  system_ms: 880,
  parallelism: 1.61,
  slowest: [
    { pid: 5, name: 'cc1', cmdline: '/usr/lib/cc1 -quiet\tlvm.c\u001b[31m -o x', own_ms: 1150, share: 0.269 },
  ],
  tracer: 'ptrace',
  overhead_ms: 310,
  blind_spots: [],
  samples_dropped: 0,
  lost: 0,
  spooled: 0,
  refusal: null,
}

test('the summary in a few lines, without what would garble a terminal', () => {
  expect(textOf(summaryLines(summary, 80))).toBe(
    [
      'buildspy: 115 processes in 4.27 s, 6.88 s CPU, 1.61 cores busy on average',
      '     1.15 s   27%  cc1 -quiet\\tlvm.c\\x1b[31m -o x',
      '  http://127.0.0.1:8080/runs/id',
      '',
    ].join('\n'),
  )
})

test('a narrow terminal, a lost record and a blind spot', () => {
  const text = textOf(
    summaryLines({ ...summary, url: null, lost: 3, blind_spots: ['Half of it.'], processes: 1 }, 30),
  )
  expect(text).toContain('1 process in')
  expect(text).toContain('cc1 … x\n')
  expect(text).toContain('3 records did not reach the daemon')
  expect(text).toContain('note: Half of it.')
  expect(text).not.toContain('/runs/')
})
