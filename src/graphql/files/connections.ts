import type { DefaultConnectionArguments } from '@pothos/plugin-relay'
import type { Subject } from '../../analysis/analyst.ts'
import type { FilePage, KeyRange } from '../../analysis/files/messages.ts'
import { keysetConnection, wordsOf, type Page, type Position, type Range } from '../connection.ts'
import type { GraphContext } from '../context.ts'
import type { FileNode, UserNode } from './refs.ts'

/**
 * A page of files, by path.
 * @param ask reads a page of the list; null where files were not recorded
 * @returns null where they were not
 */
export async function fileConnection(
  context: GraphContext,
  args: DefaultConnectionArguments,
  run: Subject,
  ask: (range: KeyRange<string>, words: readonly unknown[]) => Promise<FilePage | null>,
): Promise<Page<FileNode> | null> {
  let count: number | undefined
  const page = await keysetConnection<FileNode>(
    context,
    args,
    'path',
    1,
    ({ path }) => [textOf(path)],
    async (range) => {
      const found = await ask(rangeOf(range, pathOf), wordsOf(range))
      count = found?.count
      return { rows: (found?.files ?? []).map((file) => ({ ...file, run })), cut: false }
    },
    () => count!,
  )
  return count === undefined ? null : page
}

/** A page of the processes that used a file in one of some ways, by start. */
export function userConnection(
  context: GraphContext,
  args: DefaultConnectionArguments,
  { run, path }: FileNode,
  ways: number,
): Promise<Page<UserNode>> {
  const { analyst, budget, together } = context
  let count = 0
  return keysetConnection<UserNode>(
    context,
    args,
    'row',
    1,
    ({ row }) => [row],
    async (range) => {
      const asked = rangeOf(range, ([row]) => Number(row))
      const words = ['file users', run.id, run.version, ways, ...wordsOf(range)]
      const found = await together.ask(words, [path] as const, async (keys) => {
        const paths = keys.map(([each]) => each)
        const question = { kind: 'fileUsers', run, paths, ways, range: asked } as const
        const pages = await analyst.ask<'fileUsers'>(question, [run], budget.signal)
        return pages ?? keys.map(() => ({ count: 0, users: [] }))
      })
      count = found.count
      return { rows: found.users.map((user) => ({ ...user, run })), cut: false }
    },
    () => count,
  )
}

/** The pids of all processes that used a file in one of some ways, by start, with commas between them. */
export async function pidsOf(context: GraphContext, { run, path }: FileNode, ways: number): Promise<string> {
  const { analyst, budget, together } = context
  const pids = await together.ask(['file pids', run.id, run.version, ways], [path] as const, async (keys) => {
    const paths = keys.map(([each]) => each)
    const question = { kind: 'filePids', run, paths, ways } as const
    return (await analyst.ask<'filePids'>(question, [run], budget.signal)) ?? keys.map(() => '')
  })
  budget.charge(1, pids.length)
  return pids
}

const rangeOf = <Key>(
  { after, before, inverted, limit }: Range,
  keyOf: (position: Position) => Key,
): KeyRange<Key> => ({
  after: after ? keyOf(after) : null,
  before: before ? keyOf(before) : null,
  inverted,
  limit,
})

/** A path as a value of a cursor: without spaces, and no number. */
const textOf = (path: string): string => `p${Buffer.from(path).toString('base64url')}`
const pathOf = ([text]: Position): string => Buffer.from(String(text).slice(1), 'base64url').toString()
