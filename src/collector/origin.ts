/** The state in which BuildSpy was started. The build gets the same, whatever Node changed at its own start. */
export interface Origin {
  /** Descriptors above 2 that were open; see `inheritedDescriptors`. */
  readonly descriptors: readonly number[]
  /** Standard streams that were closed; Node opens /dev/null in their place. */
  readonly closed: readonly number[]
  /** Signals that were ignored, signal n as bit n − 1, as in proc_pid_status(5). */
  readonly ignored: bigint
  /** Signals that were blocked. */
  readonly blocked: bigint
  /** The soft limit of open files, which Node raises to the hard one. Undefined if unknown or unlimited. */
  readonly openFiles: number | undefined
  /** The environment as execve(2) had it, each string ended by a NUL. Undefined if it is still ours. */
  readonly environ: Uint8Array | undefined
}

/** The launcher's note (`launch.sh`), written before Node started. */
export interface StartNote {
  /** SigIgn, SigBlk (hexadecimal), the soft limit of open files, and the digits of the standard streams that are closed. */
  readonly start: string | undefined
  /** The environment in base64. */
  readonly environ: string | undefined
}

/** The part of a signal mask that Node leaves alone: signals from 32 on. */
const REAL_TIME = -1n << 31n

export const isIn = (signals: bigint, number: number): boolean =>
  ((signals >> BigInt(number - 1)) & 1n) === 1n

/**
 * Reads the state in which we were started from the launcher's note. Without a note (`node dist/buildspy.js`), ignored and
 * blocked signals below the real-time ones are unknown, and the limit is assumed to be our parent's.
 * @param read returns the text of a file of /proc; it throws if the file cannot be read
 */
export function readOrigin(note: StartNote, read: (file: string) => string): Omit<Origin, 'descriptors'> {
  const [, ignored, blocked, soft, closed] =
    /^([\da-f]{16}) ([\da-f]{16}) (\w+) ([012]*)$/.exec(note.start ?? '') ?? []
  if (ignored === undefined)
    return {
      closed: [],
      ignored: ownIgnored(read) & REAL_TIME,
      blocked: 0n,
      openFiles: parentLimit(read),
      environ: undefined,
    }
  return {
    closed: [...closed!].map(Number),
    ignored: BigInt(`0x${ignored}`),
    blocked: BigInt(`0x${blocked}`),
    openFiles: Number(soft) || undefined,
    environ: note.environ ? Buffer.from(note.environ, 'base64') : undefined,
  }
}

function ownIgnored(read: (file: string) => string): bigint {
  const mask = attempt(() => /^SigIgn:\s*(\w+)/m.exec(read('/proc/self/status')))?.[1]
  return mask === undefined ? 0n : BigInt(`0x${mask}`)
}

/** Undefined also if the parent has ended or belongs to somebody else. */
function parentLimit(read: (file: string) => string): number | undefined {
  const soft = attempt(() => /^Max open files\s+(\d+)/m.exec(read(`/proc/${process.ppid}/limits`)))?.[1]
  return soft === undefined ? undefined : Number(soft)
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
