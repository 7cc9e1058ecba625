import { Kind, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql'
import type { Change } from '../../domain/analysis/compare/compare.ts'
import type { ReadEvent } from '../../store/reads/event-page.ts'
import type { FilePartRow, MachineRow, RunRow, ShownProcess } from '../../domain/model.ts'
import type { FileUser, UsedFile } from '../../analysis/files/messages.ts'
import type { TimedProcess } from '../../analysis/messages.ts'

/** Characters that a field of an object may return. */
type TextLength = (object: unknown) => number

const commandOf = ({ command, args }: RunRow) => command.length + args.length

/** Adapts lengths to fields whose objects are such rows. */
const of = <Row>(lengths: Record<string, (row: Row) => number>): Record<string, TextLength> =>
  Object.fromEntries(
    Object.entries(lengths).map(([name, length]) => [name, (object: unknown) => length(object as Row)]),
  )

/** Characters of a sample of the machine as a line of the wire, at most. */
const LINE_OF_SAMPLE = 500

/** The fields whose text may be long. */
const TEXTS: Record<string, Record<string, TextLength>> = {
  Run: of<RunRow>({
    command: commandOf,
    commandLine: commandOf,
    args: commandOf,
    workingDir: ({ workingDir }) => workingDir.length,
    line: (run) => commandOf(run) + run.workingDir.length + (run.capture?.length ?? 0),
    labels: ({ labels }) => labels.length,
    capture: ({ capture }) => capture?.length ?? 0,
  }),
  Process: of<ShownProcess>({
    name: ({ name }) => name.length,
    commandLine: ({ cmdline }) => cmdline.length,
    workingDir: ({ workingDir }) => workingDir.length,
  }),
  BuildEvent: of<ReadEvent>({
    line: ({ snapshot }) => snapshot.length,
    snapshot: ({ snapshot }) => snapshot.length,
  }),
  MachineSample: of<MachineRow>({ line: () => LINE_OF_SAMPLE }),
  File: of<UsedFile>({ path: ({ path }) => path.length }),
  FileUser: of<FileUser>({ name: ({ name }) => name.length }),
  FileLine: of<FilePartRow>({ line: ({ bytes }) => bytes }),
  ProcessTime: of<TimedProcess>({
    commandLine: ({ commandLine }) => commandLine.length,
    workingDir: ({ workingDir }) => workingDir.length,
  }),
  ProcessChange: of<Change>({
    commandLine: ({ commandLine }) => commandLine.length,
    directory: ({ directory }) => directory.length,
    difference: ({ difference }) => difference.length,
  }),
}

/** The selected parts of each object of a field. */
export interface Asked {
  /** Values of an object, without those of nested objects. */
  readonly values: number
  /** Characters in them. */
  readonly textOf: ((object: unknown) => number) | undefined
}

const asked = new WeakMap<SelectionSetNode, Asked>()

/** The parts that the operation selects of each object of a field. @param type of these objects */
export function askedOf({ fieldNodes, fragments }: GraphQLResolveInfo, type: string): Asked {
  const [first] = fieldNodes
  const known = fieldNodes.length === 1 && asked.get(first!.selectionSet!)
  if (known) return known
  let values = 1
  const texts: TextLength[] = []
  const look = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        values++
        const text = TEXTS[type]?.[selection.name.value]
        if (text) texts.push(text)
      } else
        look(
          selection.kind === Kind.INLINE_FRAGMENT
            ? selection.selectionSet
            : fragments[selection.name.value]!.selectionSet,
        )
    }
  }
  for (const { selectionSet } of fieldNodes) look(selectionSet!)
  const found: Asked = {
    values,
    textOf: texts.length ? (object) => lengthOf(object, texts) : undefined,
  }
  if (fieldNodes.length === 1) asked.set(first!.selectionSet!, found)
  return found
}

function lengthOf(object: unknown, texts: readonly TextLength[]): number {
  let length = 0
  for (const text of texts) length += text(object)
  return length
}
