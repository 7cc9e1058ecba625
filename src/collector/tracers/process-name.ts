/** The kernel's own name of a program is cut at this many bytes (TASK_COMM_LEN − 1, proc_pid_comm(5)). */
const COMM_BYTES = 15

/** Paths that stand for an open file, and whose last part is no name: `/proc/self/exe`, `/dev/fd/5`. */
const STAND_IN = /^\/(?:proc|dev\/fd)\//

const basename = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** The kernel's form of a program's name. */
export const shortName = (name: string): string => Buffer.from(name).toString('utf8', 0, COMM_BYTES)

/**
 * The name of a program as a person says it: the last part of the path that was executed. That of a `#!`
 * script is the script's, where its arguments begin with the interpreter's.
 * @param argv arguments of the process
 * @param path the path that was executed, or the kernel's name of the process
 */
export function processName(argv: readonly string[], path: string): string {
  const first = basename(argv[0] ?? '')
  if (path === '' || STAND_IN.test(path)) return first || basename(path)
  if (path.includes('/') || Buffer.byteLength(path) < COMM_BYTES) return basename(path)
  // A name cut short is completed from the program's path, or from a script's, which follows its interpreter.
  for (const argument of argv.slice(0, 3)) {
    if (basename(argument).startsWith(path)) return basename(argument)
  }
  return path
}
