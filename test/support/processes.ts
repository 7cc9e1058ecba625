import fc from 'fast-check'
import type { ExportedRun } from '../../src/domain/analysis/export/exported-run.ts'
import { CRASHED, NO_EXIT_CODE, type Processes } from '../../src/domain/analysis/processes.ts'
import { ACCESS, type FileUses, type RecordedRun } from '../../src/domain/analysis/recorded.ts'

/** A process as a test writes it; what it leaves out is ordinary. */
export interface Sketch {
  readonly start: number
  /** Infinity, or left out, while it runs. */
  readonly end?: number
  readonly parent?: number
  readonly name?: string
  readonly commandLine?: string
  readonly workingDir?: string
  readonly exitCode?: number
  readonly signal?: string
  readonly cpuTime?: number
  readonly peakMemory?: number
}

/** Columns from sketches, a row each. */
export function processesOf(sketches: readonly Sketch[]): Processes {
  const strings: string[] = ['']
  const intern = (text: string): number => {
    const at = strings.indexOf(text)
    return at >= 0 ? at : strings.push(text) - 1
  }
  return {
    count: sketches.length,
    strings,
    start: sketches.map((p) => p.start),
    end: sketches.map((p) => p.end ?? Infinity),
    parent: sketches.map((p) => p.parent ?? -1),
    name: sketches.map((p) => intern(p.name ?? 'cc1')),
    commandLine: sketches.map((p) => intern(p.commandLine ?? p.name ?? 'cc1 a.c')),
    workingDir: sketches.map((p) => intern(p.workingDir ?? '/src')),
    signal: sketches.map((p) => intern(p.signal ?? '')),
    status: sketches.map((p) => (p.end === undefined ? 0 : p.signal ? CRASHED : 1)),
    exitCode: sketches.map((p) => p.exitCode ?? (p.end === undefined ? NO_EXIT_CODE : 0)),
    cpuTime: sketches.map((p) => p.cpuTime ?? NaN),
    peakMemory: sketches.map((p) => p.peakMemory ?? 0),
  }
}

/**
 * Any processes: of any length, none included, some running, parents that end early, begin late, are their own child
 * or form a circle.
 */
export const anyProcesses: fc.Arbitrary<Processes> = fc
  .array(
    fc.record({
      start: fc.nat(40),
      length: fc.option(fc.nat(30)),
      parent: fc.integer({ min: -1, max: 30 }),
      name: fc.constantFrom('make', 'cc1', 'ld', 'sh'),
      commandLine: fc.constantFrom('cc1 a.c', 'cc1 b.c -o /tmp/ccAb12Cd.s', 'ld -o x', 'sh -c x'),
      cpuTime: fc.option(fc.nat(50)),
      peakMemory: fc.nat(1000),
    }),
    { maxLength: 30 },
  )
  .map((list) =>
    processesOf(
      list.map(({ length, parent, cpuTime, ...rest }) => ({
        ...rest,
        parent: parent < list.length ? parent : -1,
        ...(length !== null && { end: rest.start + length }),
        ...(cpuTime !== null && { cpuTime }),
      })),
    ),
  )

/** A run of which only the processes were recorded; it ends with the last of them. */
export function recordedOf(processes: Processes, more: Partial<RecordedRun> = {}): RecordedRun {
  const ends = Array.from(processes.end).filter((end) => end < Infinity)
  return {
    processes,
    wall: Math.max(0, ...ends),
    cores: null,
    status: 'completed',
    exitCode: 0,
    waits: null,
    files: null,
    machine: null,
    ...more,
  }
}

/** What each process did with files, by their names; `reads`, `writes` and `removes` are lists with spaces. */
export function filesOf(
  uses: readonly { readonly reads?: string; readonly writes?: string; readonly removes?: string }[],
): FileUses {
  const names: string[] = []
  const first = [0]
  const file: number[] = []
  const access: number[] = []
  for (const { reads = '', writes = '', removes = '' } of uses) {
    const all = new Map<string, number>()
    for (const [list, how] of [
      [reads, ACCESS.READ],
      [writes, ACCESS.WRITTEN | ACCESS.CREATED],
      [removes, ACCESS.REMOVED],
    ] as const)
      for (const name of list.split(' ').filter(Boolean)) all.set(name, (all.get(name) ?? 0) | how)
    for (const [name, how] of all) {
      if (!names.includes(name)) names.push(name)
      file.push(names.indexOf(name))
      access.push(how)
    }
    first.push(file.length)
  }
  return { names, first, file, access }
}

/** A run as the exporters read it. */
export const exportedRun = (sketches: readonly Sketch[], more: Partial<ExportedRun> = {}): ExportedRun => {
  const processes = processesOf(sketches)
  return {
    id: '018f2b54-0000-7000-8000-000000000001',
    commandLine: 'make -j2',
    workingDir: '/src',
    host: 'builder',
    outcome: 'succeeded',
    labels: [{ name: 'branch', value: 'main' }],
    origin: Date.parse('2026-01-02T03:04:05Z') + 0.25,
    wall: 20,
    cores: 2,
    exitCode: 0,
    files: null,
    machine: null,
    processes: { ...processes, pid: sketches.map((_, row) => 100 + row) },
    ...more,
  }
}
