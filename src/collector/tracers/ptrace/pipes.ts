import type { Pipes } from '../tracer.ts'
import { allocate, libc, readLink } from './libc.ts'

const SYS_KCMP: Partial<Record<string, number>> = { x64: 312, arm64: 272 }
const KCMP_FILE = 0
const kcmp = libc.func('syscall', 'long', ['long', 'long', 'long', 'long', 'long', 'long'])
const call = SYS_KCMP[process.arch]

const link = allocate(64)
const PIPE = Buffer.from('pipe:[')

/** Our own, which never change: most processes of a build have them too, and kcmp(2) tells for a tenth of a readlink(2). */
const ours = [0, 1, 2].map((descriptor) => readPipe(process.pid, descriptor))

/** The pipes that are standard input, output and error of a stopped process. */
export const readPipes = (pid: number): Pipes => [pipeOf(pid, 0), pipeOf(pid, 1), pipeOf(pid, 2)]

const pipeOf = (pid: number, descriptor: number): number =>
  isOurs(pid, descriptor) ? ours[descriptor]! : readPipe(pid, descriptor)

/** Whether it is the same open file as ours; a kernel without kcmp(2) says no. */
const isOurs = (pid: number, descriptor: number): boolean =>
  call !== undefined && Number(kcmp(call, process.pid, pid, KCMP_FILE, descriptor, descriptor)) === 0

/** The inode of a pipe behind a descriptor, 0 if it is none (proc_pid_fd(5)). */
function readPipe(pid: number, descriptor: number): number {
  const length = readLink(`/proc/${pid}/fd/${descriptor}`, link)
  if (length <= PIPE.length || link.bytes.compare(PIPE, 0, PIPE.length, 0, PIPE.length) !== 0) return 0
  return Number(link.bytes.toString('latin1', PIPE.length, length - 1))
}
