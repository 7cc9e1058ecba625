import { expect, test } from 'vitest'
import { markdownSummary } from './markdown-summary.ts'
import type { Summary } from './summary.ts'

const summary: Summary = {
  run: 'id',
  url: 'http://127.0.0.1:8080/x)y/runs/id',
  exit_code: 0,
  signal: null,
  processes: 2,
  wall_ms: 1000,
  cpu_ms: 500,
  user_ms: 400,
  system_ms: 100,
  parallelism: 0.5,
  slowest: [],
  tracer: 'ptrace',
  overhead_ms: 1,
  blind_spots: [],
  samples_dropped: 0,
  lost: 0,
  spooled: 0,
  refusal: null,
}

test('it opens with the verdict and the advice', () => {
  const answer = { verdict: 'Failed in `a <b>` after 1 s: `x`.', advice: ['`c | d` runs alone.'] }
  expect(markdownSummary(summary, 'make', {}, answer).split('\n').slice(0, 5)).toEqual([
    '### `make` passed',
    '',
    '**Why:** Failed in `a <b>` after 1 s: `x`.',
    '',
    '- `c | d` runs alone.',
  ])
})

test('text of others is code, which nothing in it ends', () => {
  const cmdline = 'x <img src=x> [a](javascript:b) | @user `` ` #1 \u001b[1m'
  const text = markdownSummary(
    {
      ...summary,
      slowest: [{ pid: 1, name: 'a|b', cmdline, own_ms: 1, share: 0.1 }],
      blind_spots: ['One process outlived the build.', '<script> (5) @user', 'See www.example.com now'],
    },
    'make `a` | b\n# x',
    { branch: 'main`', '![x](y)': 'a\u202eb', '| @org/team': ' x ' },
  )
  expect(text.split('\n')).toEqual([
    '### ``make `a` | b\\n# x`` passed',
    '',
    '2 processes in **1.00 s**, 500 ms CPU, 0.5 cores busy on average. [Timeline](<http://127.0.0.1:8080/x)y/runs/id>)',
    '',
    '| own time | share | process |',
    '| -------: | ----: | ------- |',
    '| 1.0 ms | 10% | ```a\\|b <img src=x> [a](javascript:b) \\| @user `` ` #1 \\x1b[1m``` |',
    '',
    '- branch: `` main` ``',
    '- `![x](y)`: `a\\u202eb`',
    '- `| @org/team`: `  x  `',
    '- Not recorded: One process outlived the build.',
    '- Not recorded: `<script> (5) @user`',
    '- Not recorded: `See www.example.com now`',
    '',
    '',
  ])
})

test('a command line that is only backticks', () => {
  expect(markdownSummary(summary, '`', {})).toMatch(/^### `` ` `` passed\n/)
})
