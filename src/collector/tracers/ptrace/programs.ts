import { readlinkSync } from 'node:fs'
import { basename } from 'node:path'
import { readExecutable, type Executable } from './elf.ts'
import { isSameFile, lookAt, type FileIdentity } from './file-identity.ts'
import { carriesLeakSanitizer } from './leak-sanitizer.ts'

/** The properties of an executable that a tracer would interfere with. */
export interface Program {
  /** It calls ptrace(2) to trace others. */
  readonly traces: boolean
  /** Whether it looks for leaks at its end by tracing itself, unless an option prevents that. */
  readonly looksForLeaks: boolean
}

const PLAIN: Program = { traces: false, looksForLeaks: false }

/** Tracers that may be linked statically, or make the system call by themselves. */
const TRACERS = new Set(['strace', 'ltrace', 'gdb', 'gdbserver', 'lldb-server', 'rr', 'dlv', 'proot'])

/** Programs that import ptrace(2) for their self-tests alone. */
const NO_TRACERS = new Set(['perf'])

/** The executables seen so far, each read once. */
export class Programs {
  private readonly known = new Map<number, { readonly file: FileIdentity; readonly program: Program }>()

  /** The program of a process. */
  of(pid: number): Program {
    const path = `/proc/${pid}/exe`
    const file = lookAt(path)
    if (!file) return PLAIN
    const entry = this.known.get(file.ino)
    if (entry && isSameFile(entry.file, file)) return entry.program
    const program = readProgram(path)
    this.known.set(file.ino, { file, program })
    return program
  }
}

function readProgram(path: string): Program {
  let name = ''
  try {
    name = basename(readlinkSync(path))
  } catch {
    // The process has just been killed.
  }
  const isTracer = (executable?: Executable): boolean =>
    TRACERS.has(name) || (!NO_TRACERS.has(name) && executable?.imports('ptrace') === true)
  const program = readExecutable(path, (executable) => ({
    traces: isTracer(executable),
    looksForLeaks: carriesLeakSanitizer(executable),
  }))
  return program ?? { traces: isTracer(), looksForLeaks: false }
}
