import { resolve } from 'node:path'

/** The entries, which stay files of their own. */
const ENTRIES = ['src/buildspy.ts', 'src/buildspyd.ts']
/** What each command of `buildspy` loads. */
const START = ['src/cli/main.ts']
/** What the commands that run a build load after that. */
const RECORDING = ['src/cli/program.ts', 'src/cli/commands/run.ts', 'src/cli/record/run-build.ts']
const DAEMON = ['src/buildspyd.ts', 'src/daemon.ts']

/**
 * Groups of modules that make a file each. Node's loader needs about a millisecond for a file, and a build waits for it: so
 * `buildspy run` stands in four files, two of which the daemon needs as well.
 * @returns {import('rolldown').CodeSplittingGroup[]}
 */
export function groupsOfStart() {
  const graph = new StaticGraph()
  const group = (name, priority, isMeant) => ({
    debugName: name,
    priority,
    name(id, context) {
      const isIn = (roots) => graph.closure(roots, context).has(id)
      return !ENTRIES.some((entry) => id === resolve(entry)) && isMeant(isIn) ? name : null
    },
  })
  return [
    group('base', 4, (isIn) => isIn(DAEMON) && isIn(START)),
    group('common', 3, (isIn) => isIn(DAEMON) && isIn(RECORDING)),
    group('start', 2, (isIn) => isIn(START)),
    group('recording', 1, (isIn) => isIn(RECORDING)),
  ]
}

/** The modules' static imports. */
class StaticGraph {
  #closures = new Map()

  /**
   * The modules that these import statically, also through others, and themselves.
   * @returns {Set<string>} their ids
   */
  closure(roots, context) {
    const known = this.#closures.get(roots)
    if (known) return known
    const found = new Set()
    const visit = (id) => {
      if (found.has(id)) return
      found.add(id)
      for (const next of context.getModuleInfo(id)?.importedIds ?? []) visit(next)
    }
    for (const root of roots) visit(resolve(root))
    this.#closures.set(roots, found)
    return found
  }
}
