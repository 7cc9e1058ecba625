import { leadsProcess } from '../ptrace/libc.ts'
import { readProcessOf } from '../ptrace/proc.ts'
import { target } from './file-system.ts'
import type { Lives } from './lives.ts'

/** The remembered state of a process or thread, for one life of its id. */
interface Known {
  readonly life: number
  readonly pid: number
  /** Its working directory; undefined until it is read, and again after a chdir(2). */
  directory: string | undefined
  /** Whether it has threads. Another thread may change the directory, so it is read each time. */
  hasThreads: boolean
  /** Its root directory; empty for the usual one. */
  readonly root: string
  /** Our prefix for looking up a name: empty, unless the process has other mounts than we. */
  readonly view: string
}

/** `AT_FDCWD`: a relative path begins at the working directory. */
const AT_FDCWD = -100

/** The directories at which the paths of processes begin. */
export class Places {
  private readonly lives: Lives
  private readonly known = new Map<number, Known>()
  private readonly ownMounts = target('/proc/self/ns/mnt')

  constructor(lives: Lives) {
    this.lives = lives
  }

  /** The process of a thread. */
  processOf(tid: number): number {
    return this.of(tid).pid
  }

  /**
   * The whole of a path, not normalised.
   * @param at the descriptor of the directory at which a relative path begins
   * @returns undefined if that cannot be known
   */
  whole(tid: number, at: number, path: string): string | undefined {
    if (path.startsWith('/')) return this.of(tid).root + path
    const start = at === AT_FDCWD ? this.directoryOf(tid) : target(`/proc/${tid}/fd/${at}`)
    // A pipe, a socket, a file without a name.
    if (!start?.startsWith('/')) return undefined
    return path === '' ? start : `${start}/${path}`
  }

  /** Our prefix for looking up an absolute path of a thread. */
  viewOf(tid: number): string {
    return this.of(tid).view
  }

  /** A process is about to go to another directory. */
  moves(tid: number): void {
    const { pid } = this.of(tid)
    const process = this.of(pid)
    process.directory = undefined
    process.hasThreads ||= pid !== tid
  }

  private directoryOf(tid: number): string | undefined {
    const process = this.of(this.of(tid).pid)
    if (process.hasThreads) return target(`/proc/${tid}/cwd`)
    return (process.directory ??= target(`/proc/${tid}/cwd`))
  }

  private of(tid: number): Known {
    const life = this.lives.of(tid)
    const known = this.known.get(tid)
    if (known?.life === life) return known
    const pid = leadsProcess(tid) ? tid : readProcessOf(tid) || tid
    const mounts = target(`/proc/${tid}/ns/mnt`)
    const isElsewhere = mounts !== undefined && mounts !== this.ownMounts
    const root = isElsewhere ? '/' : (target(`/proc/${tid}/root`) ?? '/')
    const found: Known = {
      life,
      pid,
      directory: undefined,
      hasThreads: false,
      root: root === '/' ? '' : root,
      view: isElsewhere ? `/proc/${tid}/root` : '',
    }
    this.known.set(tid, found)
    if (pid !== tid) this.of(pid).hasThreads = true
    return found
  }
}
