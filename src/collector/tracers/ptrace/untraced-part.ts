import type { Clock } from '../../clock.ts'
import { LOOK_EVERY_MS } from '../poll/descendants.ts'
import type { TracerEvent } from '../tracer.ts'
import type { Reason } from './messages.ts'
import type { Deprived, LetGo } from './messages.ts'
import type { Untraced } from './untraced.ts'

/** How many are named in a sentence. */
const NAMED = 10

const WHY: Readonly<Record<Reason, string>> = {
  leaks: 'since LeakSanitizer cannot look for leaks under another tracer',
  tracer: 'since a process has one tracer, and what these trace is for them',
  privilege: 'since the kernel withholds the privilege of a set-user-ID program under ptrace',
}

/** The untraced part of a build. It is followed from outside, and the capture report lists the gaps. */
export class UntracedPart {
  private readonly clock: Clock
  private readonly report: (event: TracerEvent) => void
  private readonly letGo = new Map<Reason, string[]>()
  private readonly deprived = new Set<string>()
  private follower: Untraced | undefined
  /** When the build ended. */
  private end: bigint | undefined
  private ready: Promise<void> = Promise.resolve()

  private readonly drain: () => void
  private rootPid: number | undefined

  /** @param drain has all that was traced so far passed on */
  constructor(clock: Clock, report: (event: TracerEvent) => void, drain: () => void) {
    this.clock = clock
    this.report = report
    this.drain = drain
  }

  /** Passes on a traced event, with the known ends of untraced processes. */
  pass(event: TracerEvent): void {
    if (event.type === 'start') {
      this.rootPid ??= event.pid
      this.follower?.settle(event.pid)
    }
    if (event.type === 'exit' && event.pid === this.rootPid) this.end = event.time
    this.report(this.follower?.complete(event) ?? event)
  }

  /** Follows a process from now on, whose start and image were passed on. */
  add(process: LetGo, isRoot: boolean): void {
    const { pid, name, reason } = process
    const named = this.letGo.get(reason)
    if (named) named.push(`${name} (${pid})`)
    else this.letGo.set(reason, [`${name} (${pid})`])
    this.ready = this.follow(process, isRoot, this.ready)
  }

  /** Notes a set-user-ID program that ran without its privilege. */
  deprive({ name }: Deprived): void {
    this.deprived.add(name)
  }

  /** Reports the last ends. @param time when the build ended. @returns what was not seen, a sentence each */
  async finish(time: bigint): Promise<string[]> {
    this.end = time
    await this.ready
    this.follower?.finish()
    const sentences = [...this.letGo].map(([reason, names]) => `${list(names)} ran untraced, ${WHY[reason]}.`)
    if (this.follower) {
      sentences.push(
        `What these started was found by looking every ${LOOK_EVERY_MS} ms: processes that lived shorter are missing, ` +
          `times are that coarse, and CPU time and memory are as last seen.`,
      )
      const { unknownEnds } = this.follower
      if (unknownEnds > 0) sentences.push(`The exit codes of ${unknownEnds} of these processes are unknown.`)
    }
    if (this.deprived.size > 0) {
      sentences.push(
        `${[...this.deprived].join(', ')} ran without the privilege of a set-user-ID program, which the kernel withholds ` +
          'under ptrace; with --tracer poll it has it.',
      )
    }
    return sentences
  }

  /** An end that was noticed late did not happen after the end of the build, which may be known already. */
  private reportUntraced(event: TracerEvent): void {
    this.drain()
    const { end } = this
    this.report(end !== undefined && end < event.time ? { ...event, time: end } : event)
  }

  private async follow(process: LetGo, isRoot: boolean, earlier: Promise<void>): Promise<void> {
    await earlier
    // It loads the C library, which few builds need here.
    const { Untraced } = await import('./untraced.ts')
    this.follower ??= new Untraced(this.clock, (event) => this.reportUntraced(event))
    this.follower.add(process, isRoot)
  }
}

function list(names: readonly string[]): string {
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : ''
  return names.slice(0, NAMED).join(', ') + more
}
