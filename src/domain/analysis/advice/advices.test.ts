import { describe, expect, it } from 'vitest'
import { filesOf, processesOf, recordedOf, type Sketch } from '../../../../test/support/processes.ts'
import { modelOf } from '../path/model.ts'
import { predictorOf } from '../path/predict.ts'
import { ACCESS, type MachineSample, type RecordedRun } from '../recorded.ts'
import { advicesOf } from './advices.ts'

const advise = (sketches: readonly Sketch[], more: Partial<RecordedRun> = {}) =>
  advicesOf(predictorOf(modelOf(recordedOf(processesOf(sketches), more))))

/** A make with one slot, and a link at the end. */
const serialMake: Sketch[] = [
  { start: 0, end: 10_000, name: 'make', commandLine: 'make all', cpuTime: 1 },
  ...Array.from({ length: 8 }, (_, i) => ({
    start: i * 1000,
    end: i * 1000 + 999,
    parent: 0,
    name: 'cc',
    commandLine: `cc -c m${i}.c`,
    cpuTime: 990,
    peakMemory: 2 ** 30,
  })),
  {
    start: 8000,
    end: 10_000,
    parent: 0,
    name: 'ld',
    commandLine: `ld -o project ${Array.from({ length: 8 }, (_, i) => `m${i}.o`).join(' ')}`,
    cpuTime: 1990,
  },
]

const sample: MachineSample = {
  time: 1000,
  interval: 1000,
  cores: 8,
  busy: 1000,
  iowait: 0,
  steal: 0,
  build: 1000,
  memoryAvailable: 5 * 2 ** 30,
  memoryTotal: 8 * 2 ** 30,
  pressure: null,
  throttled: null,
}

describe('advicesOf', () => {
  it('advises jobs that run beside each other, then a shorter link', () => {
    const advice = advise(serialMake, { cores: 8 })
    expect(advice.map(({ kind }) => kind)).toEqual(['jobs', 'faster'])
    expect(advice[0]!.text).toMatch(/^`make -j8` instead of `-j1` saves 6.9\d s; more jobs save nothing\.$/)
    expect(advice[1]!.text).toMatch(/^`ld project` runs alone for 2.00 s; half of that saves 1.00 s\.$/)
    expect(advice[1]!.rows).toEqual([9])
  })

  it('advises no more jobs than fit in the memory', () => {
    const [jobs] = advise(serialMake, { cores: 8, machine: [sample] })
    expect(jobs!.text).toMatch(
      /^`make -j4` instead of `-j1` saves \d\.\d+ s; more jobs do not fit in 5\.0 GiB\.$/,
    )
  })

  it('advises processors where they are short', () => {
    const busy = serialMake.slice(1, 9).map((job) => ({ ...job, start: 0, end: 4000 }))
    const advice = advise([{ start: 0, end: 4000, name: 'make', commandLine: 'make -j8' }, ...busy], {
      cores: 2,
    })
    expect(advice[0]!.kind).toBe('cores')
    expect(advice[0]!.text).toMatch(/^4 processors instead of 2 save (?:1\.9\d|2\.0\d) s\.$/)
  })

  it('advises to run once what ran again', () => {
    const again = (start: number) => ({
      start,
      end: start + 900,
      parent: 0,
      name: 'gen',
      commandLine: 'gen x',
    })
    const shell = { start: 0, end: 3000, name: 'sh' }
    const advice = advise([shell, again(0), again(1000), again(2000)])
    const repeated = advice.find(({ kind }) => kind === 'repeated')!
    expect(repeated.text).toMatch(
      /^`gen x` ran 3 times with the same command line; once would save 1\.80 s\.$/,
    )
    expect(repeated.saves).toBeCloseTo(1800, 0)
  })

  it('advises against steps that the build before had done, and those that only they made run', () => {
    const steps = ['gen', 'cc1', 'new'].map((name, at) => ({
      start: 1000 * at,
      end: 1000 * (at + 1),
      parent: 0,
      name,
      commandLine: name,
    }))
    const make = { start: 0, end: 3000, name: 'make', commandLine: 'make' }
    const files = filesOf([
      {},
      { reads: '/src/gen.txt', writes: '/src/gen.h' },
      { reads: '/src/gen.h' },
      { reads: '/src/gen.h' },
    ])
    const run = recordedOf(processesOf([make, ...steps]), {
      files: { ...files, access: Array.from(files.access, (how) => how & ~ACCESS.CREATED) },
    })
    const previous = { ...run, processes: processesOf([make, ...steps.slice(0, 2)]), workingDir: '/src' }
    const [again] = advicesOf(predictorOf(modelOf(run)), previous).filter(({ kind }) => kind === 'again')
    expect(again).toMatchObject({
      text: '`gen` ran again with the same input as in the build before, and no recorded process wrote one: needless, unless somebody edited `gen.txt`. Without it and 1 other step like it or after it the build takes 2.00 s less.',
      rows: [1, 2],
    })
  })

  it('finds an order that no file needs, as far as files were recorded', () => {
    const sketches = [
      { start: 0, end: 3000, name: 'sh' },
      { start: 0, end: 1000, parent: 0, name: 'make', commandLine: 'make -C lib' },
      { start: 1000, end: 2000, parent: 0, name: 'make', commandLine: 'make -C doc' },
      { start: 2000, end: 3000, parent: 0, name: 'make', commandLine: 'make -C app' },
    ]
    const files = filesOf([
      {},
      { writes: '/lib.a' },
      { writes: '/doc.html' },
      { reads: '/lib.a /etc/passwd' },
    ])
    const order = advise(sketches, { files }).filter(({ kind }) => kind === 'order')
    expect(order.map(({ text }) => text)).toEqual([
      '`make -C doc` reads nothing that `make -C lib` makes; side by side saves 1.00 s.',
      '`make -C app` reads nothing that `make -C doc` makes; side by side saves 1.00 s.',
    ])
    expect(advise(sketches).filter(({ kind }) => kind === 'order')).toEqual([])
  })

  it('finds what is read while it is written, and not what both update', () => {
    const sketches = [
      { start: 0, end: 1000, name: 'make', commandLine: 'make -j2' },
      { start: 0, end: 900, parent: 0, name: 'gen', commandLine: 'gen -o config.h' },
      { start: 10, end: 1000, parent: 0, name: 'cc', commandLine: 'cc -c b.c' },
    ]
    const racing = filesOf([{}, { writes: '/src/config.h' }, { reads: '/src/config.h' }])
    expect(advise(sketches, { files: racing }).find(({ kind }) => kind === 'race')).toEqual({
      kind: 'race',
      text: '`cc b.c` reads `config.h`, which `gen config.h` writes at the same time: nothing orders them.',
      saves: 0,
      rows: [2, 1],
    })
    const log = filesOf([{}, { reads: '/log', writes: '/log' }, { reads: '/log', writes: '/log' }])
    expect(advise(sketches, { files: log }).filter(({ kind }) => kind === 'race')).toEqual([])
  })

  it('finds work whose files are removed before anything reads them', () => {
    const sketches = [
      { start: 0, end: 2000, name: 'sh' },
      { start: 0, end: 1000, parent: 0, name: 'gen', commandLine: 'gen -o x' },
      { start: 1000, end: 1990, parent: 0, name: 'gen', commandLine: 'gen -o y' },
      { start: 1990, end: 2000, parent: 0, name: 'rm', commandLine: 'rm x y' },
    ]
    const files = filesOf([
      {},
      { writes: '/x' },
      { writes: '/y', reads: '/z' },
      { removes: '/x', reads: '/y' },
    ])
    const unread = advise(sketches, { files }).filter(({ kind }) => kind === 'unread')
    expect(unread.map(({ rows }) => rows)).toEqual([[1]])
    expect(unread[0]!.saves).toBeCloseTo(1000, 0)
  })

  it('says nothing of a build that goes on, of none, or of one that nothing shortens', () => {
    expect(advise(serialMake, { status: 'running' })).toEqual([])
    expect(advise([])).toEqual([])
    expect(advise([{ start: 0, end: 40, name: 'true', cpuTime: 40 }])).toEqual([])
  })
})
