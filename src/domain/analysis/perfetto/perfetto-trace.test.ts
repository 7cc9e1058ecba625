import { expect, it } from 'vitest'
import { exportedRun, filesOf } from '../../../../test/support/processes.ts'
import { decodeStrictly, loadProtos } from '../../../../test/support/protos.ts'
import type { ExportedRun } from '../export/exported-run.ts'
import { perfettoTrace } from './perfetto-trace.ts'

const Trace = loadProtos('protos/perfetto/trace/trace.proto').lookupType('perfetto.protos.Trace')

interface Packet {
  readonly timestamp?: number
  readonly trackDescriptor?: { readonly uuid: number; readonly name?: string; readonly counter?: object }
  readonly trackEvent?: {
    readonly type: string
    readonly trackUuid: number
    readonly name?: string
    readonly flowIds?: readonly string[]
    readonly doubleCounterValue?: number
    readonly debugAnnotations?: readonly { readonly name: string; readonly stringValue?: string }[]
  }
}

/** Decodes a trace by the official definition. */
function packetsOf(run: ExportedRun): Packet[] {
  const message = decodeStrictly(Trace, Buffer.concat([...perfettoTrace(run)]))
  return Trace.toObject(message, { enums: String, longs: Number }).packet
}

const run = exportedRun(
  [
    { start: 0, end: 20, name: 'make', commandLine: 'make -j2' },
    { start: 1, end: 9, parent: 0, name: 'cc1', commandLine: 'cc1 a.c -o a.o', cpuTime: 7 },
    { start: 2, end: 8, parent: 0, name: 'cc1', commandLine: 'cc1 b.c\u202e\u001b', exitCode: 1 },
    { start: 10, end: 10, parent: 0, name: 'ld', commandLine: 'ld a.o', signal: 'SIGSEGV' },
  ],
  {
    files: filesOf([{}, { reads: '/a.c', writes: '/a.o' }, {}, { reads: '/a.o' }]),
    machine: [
      {
        time: 10,
        interval: 10,
        cores: 2,
        busy: 15,
        iowait: 1,
        steal: 0,
        build: 14,
        memoryAvailable: 3e9,
        memoryTotal: 4e9,
        pressure: null,
        throttled: null,
      },
    ],
  },
)

it('writes a slice for each process, nested or apart, by the official definition', () => {
  const open = new Map<number, string[]>()
  const seen: string[] = []
  for (const { timestamp, trackEvent } of packetsOf(run)) {
    if (!trackEvent?.type.startsWith('TYPE_SLICE')) continue
    const stack = open.get(trackEvent.trackUuid) ?? []
    open.set(trackEvent.trackUuid, stack)
    if (trackEvent.type === 'TYPE_SLICE_BEGIN') stack.push(`${trackEvent.name} ${timestamp! / 1e6}`)
    else seen.push(`${stack.pop()}–${timestamp! / 1e6}`)
  }
  expect([...open.values()].flat()).toEqual([])
  expect(seen.toSorted()).toEqual([
    'cc1 a.c 1–9',
    String.raw`cc1 b.c\u202e\x1b 2–8`,
    'ld a.o 10–10',
    'make -j2 0–20',
  ])
})

it('leads an arrow from the writer of a file to its reader, and names the file', () => {
  const begins = packetsOf(run).flatMap(({ trackEvent }) => trackEvent ?? [])
  const flowsOf = (name: string) => begins.find((event) => event.name === name)?.flowIds ?? []
  expect(flowsOf('cc1 a.c').filter((flow) => flowsOf('ld a.o').includes(flow))).toHaveLength(1)
  const ld = begins.find(({ name }) => name === 'ld a.o')
  expect(ld?.debugAnnotations).toContainEqual({ name: 'read of cc1 (101)', stringValue: '/a.o' })
})

it('counts processes, CPU, memory and the machine', () => {
  const packets = packetsOf(run)
  const tracks = packets.flatMap(({ trackDescriptor }) => (trackDescriptor?.counter ? [trackDescriptor] : []))
  const valuesOf = (name: string) => {
    const { uuid } = tracks.find((track) => track.name === name)!
    return packets.flatMap(({ trackEvent }) =>
      trackEvent?.trackUuid === uuid ? [trackEvent.doubleCounterValue] : [],
    )
  }
  expect(valuesOf('Processes at work')).toEqual([1, 2, 1, 0])
  expect(valuesOf('Machine: busy')).toEqual([1.5])
  expect(valuesOf('Machine: memory in use')).toEqual([1e9])
  expect(tracks).toHaveLength(7)
})
