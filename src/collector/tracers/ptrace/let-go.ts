import { readFileSync } from 'node:fs'
import { processName } from '../process-name.ts'
import { execAgain } from './exec-again.ts'
import { splitArguments } from './journal-reader.ts'
import type { RawImage } from './journal-writer.ts'
import { detectsLeaks, preloadsLeakSanitizer } from './leak-sanitizer.ts'
import { openPidfd } from './libc.ts'
import type { Reason, TraceMessage } from './messages.ts'
import { Programs } from './programs.ts'

/** Detaches from processes at their exec, and reports them to the main thread. */
export class LettingGo {
  private readonly programs = new Programs()
  private readonly post: (message: TraceMessage) => void

  constructor(post: (message: TraceMessage) => void) {
    this.post = post
  }

  /** @returns whether a process is to be detached from, with all prepared for it to do as without a tracer */
  letGo(pid: number, image: RawImage): boolean {
    const reason = this.reasonFor(pid, image)
    if (!reason) return false
    const path = image.path.toString()
    const name = processName(splitArguments(image.argv.toString()), path)
    if (reason === 'privilege' && !(image.exec && execAgain(pid, path, image.exec))) {
      this.post({ type: 'deprived', name })
      return false
    }
    this.post({ type: 'let go', pid, name, reason, pidfd: openPidfd(pid) })
    return true
  }

  private reasonFor(pid: number, image: RawImage): Reason | undefined {
    // Under a tracer without CAP_SYS_PTRACE, the kernel withholds the extra privilege of such a program (execve(2)).
    if (image.secure && !mayTracePrivileged()) return 'privilege'
    const { traces, looksForLeaks } = this.programs.of(pid)
    // Its own children are for it to trace, and a process has one tracer.
    if (traces) return 'tracer'
    if (!looksForLeaks && !preloadsLeakSanitizer(image.environment)) return undefined
    return detectsLeaks(image.environment) ? 'leaks' : undefined
  }
}

const CAP_SYS_PTRACE = 1n << 19n
let privileged: boolean | undefined

/** Whether we may trace programs that have more privilege than we. */
function mayTracePrivileged(): boolean {
  privileged ??= hasCapability(CAP_SYS_PTRACE)
  return privileged
}

function hasCapability(bit: bigint): boolean {
  const effective = /^CapEff:\s*(\w+)/m.exec(readFileSync('/proc/self/status', 'latin1'))![1]!
  return (BigInt(`0x${effective}`) & bit) !== 0n
}
