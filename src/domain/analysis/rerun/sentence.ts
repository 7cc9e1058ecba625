import type { Processes } from '../processes.ts'
import { named } from '../words.ts'
import type { Rerun } from './reruns.ts'

/** Files that are named, at most. */
const MOST_FILES = 2
/** Characters of a file's name, at most. */
const MOST_CHARACTERS = 60

/** Says why a step ran again. @param processes of the run in which it did */
export function rerunSentence(processes: Processes, { row, cause }: Rerun): string {
  const who = (at: number) => named(processes, at)
  switch (cause.kind) {
    case 'missing':
      return `${who(row)} ran again since ${fileIn(cause.file)}, which the build before had made, was not there.`
    case 'written':
      return `${who(cause.row)} ran again since ${fileIn(cause.file)} was written by ${who(cause.writer)}.`
    case 'inputs': {
      const parts = [
        ...(cause.added.length > 0 ? [`${listed(cause.added)}, which the build before did not`] : []),
        ...(cause.gone.length > 0 ? [`no longer ${listed(cause.gone)}`] : []),
      ]
      return `${who(row)} ran again and read ${parts.join(', and ')}.`
    }
    case 'needless': {
      const all = cause.inputs === 1 ? 'the same input' : `the same ${cause.inputs} inputs`
      const start = `${who(row)} ran again with ${all} as in the build before`
      return cause.edited.length === 0
        ? `${start}, and what did not run again reads them, too: needless.`
        : `${start}, and no recorded process wrote one: needless, unless somebody edited ${listed(cause.edited, 'or')}.`
    }
    case 'unknown':
      return `Which input of ${who(row)} differs is not known: both builds need --files.`
  }
}

function listed(files: readonly string[], last = 'and'): string {
  const more = files.length - MOST_FILES
  const shown = files.slice(0, MOST_FILES).map(fileIn)
  return more > 0 ? `${shown.join(', ')} ${last} ${more} more` : shown.join(` ${last} `)
}

/** The last part of a name, between backticks, where any text is harmless. */
function fileIn(name: string): string {
  const short = name.slice(name.lastIndexOf('/') + 1).replaceAll('`', "'")
  return `\`${short.length > MOST_CHARACTERS ? `${short.slice(0, MOST_CHARACTERS - 1)}…` : short}\``
}
