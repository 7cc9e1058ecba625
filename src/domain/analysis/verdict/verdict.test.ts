import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyProcesses } from '../../../../test/support/processes.ts'
import {
  against,
  make,
  run,
  sample,
  step,
  two,
  usual,
  verdict,
  waitsOf,
} from '../../../../test/support/verdicts.ts'
import type { MachineSample } from '../recorded.ts'
import type { PlacedRun } from './case.ts'

describe('the ending of a build that did not succeed', () => {
  it.each([
    [
      'Failed in `cc1 b.c` after 40 ms: exit code 1.',
      run(50, [make(50, { exitCode: 2 }), step('cc1 b.c', 10, 40, { exitCode: 1 })], {
        status: 'failed',
        exitCode: 2,
      }),
    ],
    [
      'Failed in `cc1 b.c` after 40 ms: `SIGKILL`.',
      run(50, [make(50, { exitCode: 2 }), step('cc1 b.c', 10, 40, { signal: 'SIGKILL' })], {
        status: 'failed',
        exitCode: 2,
      }),
    ],
    [
      'Interrupted after 50 ms, while `cc1 b.c` ran: somebody stopped it.',
      run(50, [make(50, { exitCode: 2 }), step('cc1 b.c', 10, 49, { signal: 'SIGINT' })], {
        status: 'failed',
        exitCode: 130,
      }),
    ],
    [
      'BuildSpy heard no more of it after 50 ms: its end is unknown.',
      run(50, [], { status: 'failed', exitCode: -1 }),
    ],
    ['Running for 50 ms so far.', run(50, [make(50)], { status: 'running', exitCode: null })],
  ])('%s', (text, of) => expect(verdict(of).text).toBe(text))
})

describe('slower than usual', () => {
  const before = run(1000, two(1000))
  const head = 'Slower than usual by 1.00 s (2.00 s, usually 1.00 s): '

  it('because of a new step', () => {
    const later = run(2000, [
      ...two(1000).slice(1),
      make(2000),
      step('xz -9e a.tar', 1000, 2000, { parent: 2 }),
    ])
    expect(against(later, before)).toMatchObject({
      kind: 'new',
      text: `${head}new: \`xz -9e a.tar\` took 1.00 s.`,
      excess: 1000,
      rows: [3],
    })
  })

  it('because of a changed flag', () => {
    const later = run(2000, [...two(2000).slice(0, 2), step('cc1 -O3 b.c', 0, 2000)])
    const { text, kind } = against(
      later,
      run(1000, [...two(1000).slice(0, 1), step('cc1 a.c', 0, 2000), step('cc1 -O2 b.c', 0, 1000)]),
    )
    expect([kind, text]).toEqual([
      'changed',
      `${head}\`cc1 b.c\` changed, \`flags: + -O3, − -O2\`: 2.00 s, usually 1.00 s.`,
    ])
  })

  it('because of other programs: with samples of the machine, or by its run queues', () => {
    const starved = two(2000, 1000)
    const waits = waitsOf([0, 1000, 1000])
    const busy = Array<MachineSample>(2).fill(sample({ busy: 2000, build: 1000 }))
    expect(against(run(2000, starved, { waits, machine: busy }), before)).toMatchObject({
      kind: 'others',
      text: `${head}not your build: other programs had 1.0 of 2 cores, 2.00 s of CPU time, and it waited 1.00 s for a processor; its CPU time is as usual.`,
    })
    expect(against(run(2000, starved, { waits }), before).text).toBe(
      `${head}not your build: other programs had the processors, and it waited 1.00 s for a processor; its CPU time is as usual.`,
    )
  })

  it('for reasons that nothing recorded: no step is blamed that did not compute longer', () => {
    expect(against(run(2000, two(2000, 1000)), before)).toMatchObject({
      kind: 'unknown',
      text: 'Slower than usual by 1.00 s (2.00 s, usually 1.00 s). Its CPU time is as usual, so it waited more. For what was not recorded.',
    })
  })

  it('because of a quota, a disk, memory, or fewer cores', () => {
    const slow = two(2000, 1000)
    const kindWith = (more: Partial<PlacedRun>) => against(run(2000, slow, more), before).kind
    expect(kindWith({ machine: [sample({ throttled: 900 })] })).toBe('quota')
    expect(kindWith({ machine: [sample({ pressure: { cpu: 0, io: 0, memory: 900 } })] })).toBe('memory')
    expect(kindWith({ cores: 1 })).toBe('cores')
    expect(against(run(2000, slow, { waits: waitsOf([0, 0, 0], [0, 900, 900]) }), before).text).toBe(
      `${head}it waited 900 ms of 2.00 s for a disk, usually 0 ms: its files were not in memory (a cold cache), or the disk is slower.`,
    )
  })
})

describe('what limits a build', () => {
  it('one process alone, though others keep the cores busy before', () => {
    const link = [make(3000), ...two(1000).slice(1), step('ld -o project', 1000, 3000)]
    expect(verdict(run(3000, link)).text).toBe(
      'One process ran alone, 1 of 2 cores idle: `ld project` for 2.00 s of 3.00 s.',
    )
    const machine = [sample({ interval: 3000, busy: 5000, build: 3000 })]
    expect(verdict(run(3000, link, { machine })).text).toMatch(/^One process ran alone: `ld project`/)
  })

  it('a sleep, a serial chain, too few jobs', () => {
    const sleep = [
      step('sh t.sh', 0, 2000, { parent: -1, cpuTime: 2 }),
      step('sleep 2', 0, 1990, { cpuTime: 1 }),
    ]
    expect(verdict(run(2000, sleep)).text).toBe(
      '`sleep 2`, started by `sh t.sh`, waited 1.99 s of 2.00 s without computing: it slept, or waited for the network or a lock.',
    )
    const each = (name: string) =>
      ['a', 'b', 'c'].map((dir, i) => step(`${name} -C ${dir}`, i * 1000, i * 1000 + 990))
    const root = (commandLine: string) => step(commandLine, 0, 3000, { parent: -1, cpuTime: 2 })
    expect(verdict(run(3000, [root('sh all.sh'), ...each('make')])).text).toBe(
      'Serial: `make -C a`, `make -C b` and 1 more ran one after the other, 2.97 s of 3.00 s.',
    )
    expect(verdict(run(3000, [root('make all'), ...each('cc1')])).kind).toBe('jobs')
  })

  it('busy cores, and nothing to do', () => {
    expect(verdict(run(1000, two(1000))).text).toBe(
      'The build kept 2.0 of 2 cores busy: only less work makes it faster.',
    )
    expect(verdict(run(30, [make(30)])).kind).toBe('up-to-date')
  })

  it('work that the build before did as well', () => {
    const first = run(1000, two(1000))
    expect(verdict(run(1000, two(1000)), { previous: first })).toMatchObject({
      kind: 'rebuild',
      rows: [1, 2],
    })
    expect(verdict(run(1000, [...two(1000), step('gen x', 0, 500)]), { previous: first }).kind).toBe('busy')
  })

  it('nothing: it is as usual', () => {
    const plain = run(1000, [make(1000), step('cc1 a.c', 0, 700), step('cc1 b.c', 300, 1000)])
    expect(verdict({ ...plain, cores: 8 }, { usual: usual(990, 1400) }).text).toMatch(
      /It took 1\.00 s, as usual \(5 earlier runs: 990 ms\)\.$/,
    )
  })
})

it('says something of any run, with whatever was recorded', () => {
  fc.assert(
    fc.property(
      anyProcesses,
      anyProcesses,
      fc.integer({ min: 0, max: 90 }),
      fc.boolean(),
      (a, b, wall, isLate) => {
        const [of, base] = [a, b].map((processes) => ({ ...run(wall, []), processes }))
        const { text, confidence, causes } = verdict(of!, {
          usual: isLate ? usual(wall / 3, wall) : null,
          usualRun: isLate ? base! : null,
          previous: base!,
        })
        expect(text).not.toMatch(/NaN|undefined|Infinity/)
        expect(text.split('`').length % 2).toBe(1)
        expect(confidence).toBeGreaterThan(0)
        for (const { costs } of causes) expect(costs).toBeGreaterThanOrEqual(0)
      },
    ),
  )
})
