import { readFileSync } from 'node:fs'
import { normal } from '../../../src/collector/tracers/files/normal.ts'

/** What strace says that a build did with files; names are absolute. */
export interface Straced {
  readonly read: Set<string>
  readonly written: Set<string>
  readonly removed: Set<string>
  readonly linked: Set<string>
  readonly made: Set<string>
}

/** `12 openat(AT_FDCWD</dir>, "name", O_RDONLY) = 3</dir/name>`, in one line. */
const CALL = /^\d+ +(\w+)\((.*)\) += (\d+)/

/** Of strace: a line for each call, paths of descriptors, no signals. */
export const STRACE = [
  'strace',
  '-f',
  '-y',
  '-qq',
  '-s',
  '4096',
  '-e',
  'trace=%file,fchdir',
  '-e',
  'signal=none',
]

/** @param directory in which the build ran: it does not leave it */
export function readStrace(output: string, directory: string): Straced {
  const read = new Set<string>()
  const written = new Set<string>()
  const removed = new Set<string>()
  const linked = new Set<string>()
  const made = new Set<string>()
  for (const line of readWhole(output)) {
    const [, call, args] = CALL.exec(line) ?? []
    if (!call || !args) continue
    const paths = [...args.matchAll(/(?:AT_FDCWD|\d+)?(?:<([^>]*)>, )?"((?:[^"\\]|\\.)*)"/g)].map(
      ([, at, path]) => normal(path!.startsWith('/') ? path! : `${at ?? directory}/${path}`),
    )
    const [path, other] = paths
    if (/^(?:open|openat|creat)$/.test(call))
      (/O_WRONLY|O_RDWR/.test(args) || call === 'creat' ? written : read).add(path!)
    if (/^(?:unlink|unlinkat|rmdir)$/.test(call)) removed.add(path!)
    if (call.startsWith('rename')) removed.add(path!)
    if (/^(?:rename|link)/.test(call)) linked.add(other!)
    if (call.startsWith('symlink')) linked.add(other!)
    if (call.startsWith('mkdir')) made.add(path!)
  }
  return { read, written, removed, linked, made }
}

/** Lines, with calls that were interrupted by those of other processes put together. */
function readWhole(output: string): string[] {
  const begun = new Map<string, string>()
  return readFileSync(output, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const pid = /^\d+/.exec(line)?.[0] ?? ''
      if (line.endsWith(' <unfinished ...>')) {
        begun.set(pid, line.slice(0, -' <unfinished ...>'.length))
        return []
      }
      const rest = /^\d+ +<\.\.\. \w+ resumed>(.*)$/.exec(line)
      return [rest ? (begun.get(pid) ?? '') + rest[1]! : line]
    })
}
