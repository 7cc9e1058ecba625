import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ProcessRow } from './model.ts'
import { wireNumbersOf } from '../wire/process-numbers.ts'
import type { ProcessInfo } from '../wire/read.ts'
import { foldProcess } from './process.ts'

const snapshot = (fields: Partial<ProcessInfo>): ProcessInfo => ({
  build_run_id: 'r',
  pid: 7,
  ppid: 0,
  name: '',
  cmdline: '',
  start_time: 1n,
  end_time: null,
  cpu_usage: 0,
  mem_usage: 0n,
  status: 'running',
  children: [],
  working_dir: '',
  exit_code: null,
  signal: '',
  ...wireNumbersOf(null),
  peak_mem: null,
  ...fields,
})

type Claim = { readonly snapshot: ProcessInfo; readonly at: bigint; readonly ended: boolean }

const fold = (claims: readonly Claim[]) =>
  claims.reduce<ProcessRow | undefined>(
    (row, claim) => foldProcess(row, claim.snapshot, claim.at, claim.ended),
    undefined,
  )

test('later events fill in what the first did not know', () => {
  const row = fold([
    { snapshot: snapshot({}), at: 1n, ended: false },
    { snapshot: snapshot({ name: 'ld', cmdline: 'ld -o a', ppid: 3, mem_usage: 9n }), at: 2n, ended: false },
    { snapshot: snapshot({ exit_code: 1 }), at: 3n, ended: true },
  ])
  expect(row).toMatchObject({ name: 'ld', cmdline: 'ld -o a', ppid: 3, memory: 9n, exitCode: 1 })
  expect(row).toMatchObject({ status: 'completed', endTime: 3n })
})

test('an exec gives a process its new name, and a straggler does not take it back', () => {
  const row = fold([
    { snapshot: snapshot({ name: 'cc1' }), at: 5n, ended: false },
    { snapshot: snapshot({ name: 'sh' }), at: 2n, ended: false },
  ])
  expect(row!.name).toBe('cc1')
})

test('an ended process stays ended', () => {
  const row = fold([
    { snapshot: snapshot({ status: 'crashed' }), at: 5n, ended: true },
    { snapshot: snapshot({ status: 'running' }), at: 6n, ended: false },
  ])
  expect(row).toMatchObject({ status: 'crashed', endTime: 5n })
})

const few = (...texts: string[]) => fc.constantFrom(...texts)
const claim: fc.Arbitrary<Claim> = fc.record({
  at: fc.bigInt({ min: 1n, max: 4n }),
  ended: fc.boolean(),
  snapshot: fc
    .record({
      name: few('', 'sh', 'cc1'),
      cmdline: few('', 'sh -c x', 'cc1 x'),
      working_dir: few('', '/', '/src'),
      ppid: fc.nat(2),
      cpu_usage: fc.nat(2),
      mem_usage: fc.bigInt({ min: 0n, max: 2n }),
      peak_mem: fc.option(fc.bigInt({ min: 0n, max: 4n })),
      end_time: fc.option(fc.bigInt({ min: 1n, max: 4n })),
      exit_code: fc.option(fc.nat(2)),
      signal: few('', 'SIGKILL'),
      user_time_us: fc.option(fc.nat(5)),
      status: few('running', 'completed', 'crashed', ''),
    })
    .map(snapshot),
})

test('order and repetition do not matter', () => {
  const cases = fc.array(claim, { minLength: 1, maxLength: 6 }).chain((claims) =>
    fc.tuple(
      fc.constant(claims),
      fc.shuffledSubarray([...claims, ...claims], {
        minLength: claims.length * 2,
        maxLength: claims.length * 2,
      }),
    ),
  )
  fc.assert(
    fc.property(cases, ([claims, shuffled]) => {
      expect(fold(shuffled)).toEqual(fold(claims))
    }),
    { numRuns: 500 },
  )
})
