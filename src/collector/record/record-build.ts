import { availableParallelism, hostname } from 'node:os'
import type { Capture, MachineSampleInput } from '../../wire/schema.ts'
import { BlindSpots } from '../blind-spots/blind-spots.ts'
import { now, startClock } from '../clock.ts'
import { shortenArguments } from './command-line.ts'
import type { Delivery, DeliveryReport } from '../delivery/delivery.ts'
import type { Live, Redact } from './process-table.ts'
import { Recorder, type Ended } from './recorder.ts'
import { recordFiles } from './files/record-files.ts'
import type { FileScope } from './files/project.ts'
import { redactArguments } from '../secrets/redact.ts'
import { Sampler } from './sampler.ts'
import { MachineSampler } from '../machine/machine-sampler.ts'
import { OutsideServers } from '../blind-spots/sockets/outside-servers.ts'
import type { Totals } from './totals.ts'
import type { TracerChoice } from '../tracers/choices.ts'
import { startTracing } from '../tracers/start.ts'
import type { Command, Ending, Tracer, TracerEvent } from '../tracers/tracer.ts'
import { uuid } from '../uuid.ts'

/** The report on a recorded build. */
export interface BuildRecord {
  readonly runId: string
  readonly tracer: Tracer['name']
  readonly ending: Ending
  /** Nanoseconds. */
  readonly wall: bigint
  readonly totals: Totals
  readonly capture: Capture
  readonly delivery: DeliveryReport
}

export interface RecordOptions {
  /** The id of the run; a new one without it. */
  readonly runId?: string
  readonly tracer: TracerChoice
  /** Makes the way for the lines; called while the tracer starts, so that loading it keeps no build waiting. */
  readonly delivery: () => Promise<Delivery>
  readonly workingDir: string
  /** The user's labels, to find the build by. */
  readonly labels: Readonly<Record<string, string>>
  /** Secrets are taken out of command lines. */
  readonly redact: boolean
  /** Which files to record; undefined for none. */
  readonly files?: FileScope | undefined
  /** Hears what the user should know at once, a sentence each. */
  readonly notice: (sentence: string) => void
  /** Hears the process id of the build's first process once it runs. */
  readonly started?: (pid: number) => void
  /** Hears of each process that ended. */
  readonly ended?: Ended
}

/** The daemon takes a run for crashed after 30 s of silence. */
const HEARTBEAT_MS = 10_000
const TICK_MS = 100

/** How many processes that outlived the build are named in the capture report. */
const NAMED_SURVIVORS = 10

/**
 * Runs a build under a tracer and delivers its record.
 * @throws TracerRefused if it cannot be traced as asked; nothing has run then
 */
export async function recordBuild(command: Command, options: RecordOptions): Promise<BuildRecord> {
  const { notice } = options
  const clock = startClock()
  const early: TracerEvent[] = []
  let report = (event: TracerEvent): void => void early.push(event)
  const [{ tracer, build, refusal }, delivery] = await Promise.all([
    startTracing(options.tracer, command, clock, (event) => report(event), options.files !== undefined),
    options.delivery(),
  ])
  if (refusal) notice(`ptrace was refused (${refusal}); polling instead, which misses short processes`)
  options.started?.(build.pid)

  const redact: Redact = options.redact ? redactArguments : (argv) => argv
  const [program, ...args] = redact(command.argv) as typeof command.argv
  const { runId = uuid() } = options
  const recorder = new Recorder(
    {
      id: runId,
      command: shortenArguments([program])[0]!,
      args: shortenArguments(args),
      start: build.start,
      workingDir: options.workingDir,
      host: hostname(),
      cores: availableParallelism(),
      labels: options.labels,
    },
    redact,
    (line, essential) => delivery.give(line, essential),
    options.ended,
  )
  recorder.running()
  // Whatever goes wrong with the record, the build goes on, and its exit code is passed on.
  const faults = new Set<string>()
  const guarded = (work: () => void): void => {
    try {
      work()
    } catch (error) {
      faults.add(`The recorder had a fault and may have missed something: ${String(error)}`)
    }
  }
  const spots = new BlindSpots()
  const files = recordFiles(build.files, { ...options, runId }, (line) => delivery.give(line, true))
  report = (event) =>
    guarded(() => {
      const process = recorder.processes.get(event.pid)
      recorder.handle(event)
      files.recorder?.see(event, process)
      if (event.type === 'image') spots.see(event.image)
    })
  early.forEach(report)

  const sampler = new Sampler()
  const machine = new MachineSampler(runId, now(clock), () =>
    sampler.cpuTime(recorder.totals, recorder.processes.values()),
  )
  const addMachine = (sample: MachineSampleInput | undefined): void => {
    if (sample) recorder.machine(sample)
  }
  const servers = new OutsideServers()
  const { processes } = recorder
  const tick = (): void => {
    const time = now(clock)
    recorder.tick(time)
    files.recorder?.tick(time)
    const sampled = new Map<number, Live>()
    sampler.sample(processes.values(), time, (process, usage) => {
      recorder.sampled(process, time, usage)
      sampled.set(process.pid, process)
    })
    servers.look(
      [...sampled.keys()],
      () => processes.pids(),
      (pid, server) => spots.seeServer(sampled.get(pid)!.name, server),
    )
    addMachine(machine.tick(time))
    if (performance.now() - delivery.lastGiven >= HEARTBEAT_MS) recorder.running()
  }
  const timer = setInterval(() => guarded(tick), TICK_MS)
  const ending = await build.ended.finally(() => clearInterval(timer))
  guarded(() => addMachine(machine.finish(now(clock))))

  const blindSpots = [
    ...(refusal ? [`ptrace was refused: ${refusal}.`] : []),
    ...ending.blindSpots,
    ...spots.sentences(),
    ...files.sentences,
    ...((await files.recorder?.finish(processes.values())) ?? []),
    ...faults,
    ...survivors([...processes.values()]),
  ]
  const { totals } = recorder
  // Not imported from node:process: that opens stdin, and makes it non-blocking for the build.
  const { user, system } = process.cpuUsage()
  const capture = {
    tracer,
    processes: totals.processes,
    dropped: delivery.lost,
    samples_dropped: delivery.samplesDropped,
    overhead_us: user + system,
    blind_spots: blindSpots,
  }
  recorder.finish(ending, capture)
  const wall = ending.time - build.start
  return { runId, tracer, ending, wall, totals, capture, delivery: await delivery.finish() }
}

function survivors(processes: readonly Live[]): string[] {
  if (processes.length === 0) return []
  const named = processes.slice(0, NAMED_SURVIVORS).map(({ name, pid }) => `${name || 'process'} (${pid})`)
  const more = processes.length > named.length ? ` and ${processes.length - named.length} more` : ''
  const [verb, whose] = processes.length === 1 ? ['process outlived', 'its'] : ['processes outlived', 'their']
  return [`${processes.length} ${verb} the build; ${whose} end was not recorded: ${named.join(', ')}${more}.`]
}
