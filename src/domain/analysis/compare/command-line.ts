/** Names that a compiler, a shell or `mktemp` makes up anew each time. */
const TEMPORARY: readonly (readonly [within: string, RegExp])[] = [
  // gcc: /tmp/ccAb12Cd.s; mktemp: /tmp/tmp.AbCdEf1234; Python: /tmp/tmpab12cd_3
  [
    '/tmp/',
    /(?<=^|[\s=:,'"(@])(?:\/private)?(?:\/var)?\/tmp\/(?:cc[A-Za-z0-9]{6}|tmp\.?[A-Za-z0-9_]{6,}|[^\s'"/]*[.-]?[A-Za-z0-9]{6,}(?=\/))/g,
  ],
  // macOS: /var/folders/ab/c1d2/T/…
  ['/var/folders/', /\/var\/folders\/[^\s/]+\/[^\s/]+\/T\/[^\s'"/]+/g],
]

/** Numbers that look like a process id: `--jobserver-auth=fifo:/tmp/GMfifo1234`, `.1234.tmp`, `pid=1234`. */
const PIDS: readonly (readonly [RegExp, string])[] = [
  [/\bGMfifo\d+/g, 'GMfifo#'],
  [/\b(pid[=:]?)\d+/gi, '$1#'],
  [/([._-])\d{3,7}(?=\.(?:tmp|temp|lock|pid|o\.tmp|d\.tmp|rsp)\b)/g, '$1#'],
]

/**
 * A command line without what changes from run to run although the work is the same: temporary files, process ids,
 * and the directory in which the run took place. Two processes with equal results did the same, as far as their
 * command line tells. O(length).
 * @param runDirectory the run's working directory
 */
export function normaliseCommandLine(commandLine: string, runDirectory: string): string {
  let text = withoutDirectory(commandLine, runDirectory)
  // Most hold none, and looking for a text is quicker than for a pattern.
  for (const [within, pattern] of TEMPORARY) if (text.includes(within)) text = text.replace(pattern, '/tmp/…')
  for (const [pattern, by] of PIDS) text = text.replace(pattern, by)
  return text
}

/** A directory as seen from the run's: `.` is the run's own. */
export const relativeDirectory = (directory: string, runDirectory: string): string =>
  directory === runDirectory || directory === '' ? '.' : withoutDirectory(directory, runDirectory)

function withoutDirectory(text: string, directory: string): string {
  const bare = directory.replace(/\/+$/, '')
  if (bare === '' || !text.includes(bare)) return text
  if (last.directory !== bare) last = { directory: bare, pattern: wholeSegments(bare) }
  return text.replaceAll(last.pattern, '.')
}

/** Only whole path segments: /src/app is not part of /src/app2. */
const wholeSegments = (directory: string) => new RegExp(`${escapePattern(directory)}(?=$|[/\\s'":;,=)])`, 'g')

/** All command lines of a run have the same directory. */
let last = { directory: '', pattern: /^$/g }

const escapePattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
