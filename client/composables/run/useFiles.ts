import { shallowRef, watch, type Ref } from 'vue'
import { bulkClient, failureOf } from '../../daemon/graph-client.ts'
import { PROCESS_FILES } from '../../documents/files.ts'
import type { FileAccess, ProcessFilesQuery } from '../../gql/graphql.ts'
import { toMilliseconds } from '../../model/processes/process-update.ts'
import type { RunContext } from './useRunContext.ts'

type Page = NonNullable<NonNullable<NonNullable<ProcessFilesQuery['run']>['processAt']>['files']>

/** A file with the other processes that made it. */
export interface UsedFile {
  readonly path: string
  readonly makers: readonly { readonly name: string; readonly pid: number; readonly row: number }[]
  /** Makers that are not listed. */
  readonly more: number
}

/** The files that a process used in one way, as far as they were read. */
export interface FileList {
  readonly total: number
  readonly files: readonly UsedFile[]
  /** The cursor after which more follow; null if these are all. */
  readonly after: string | null
}

/** The files of a process, page by page; null if the record has none, or until they are read. */
export function useFiles(
  { head, rows }: Pick<RunContext, 'head' | 'rows'>,
  row: Readonly<Ref<number>>,
  access: Readonly<Ref<FileAccess>>,
) {
  const list = shallowRef<FileList | null>(null)
  const failure = shallowRef('')
  let asked = 0

  const read = async (after: string | null): Promise<void> => {
    const mine = ++asked
    const { pid, start } = rows.value
    const of = { id: head.value.id, pid: pid[row.value]!, start: start[row.value]! }
    const { data, error } = await bulkClient
      .query(PROCESS_FILES, { ...of, access: access.value, after })
      .toPromise()
    if (mine !== asked) return
    failure.value = data ? '' : failureOf(error)
    const page = data?.run?.processAt?.files
    if (!page) return void (list.value = after ? list.value : null)
    const before = after ? (list.value?.files ?? []) : []
    list.value = {
      total: page.totalCount,
      files: [...before, ...page.nodes.map(fileOf)],
      after: page.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? null) : null,
    }
  }

  const fileOf = ({ path, writtenBy }: Page['nodes'][number]): UsedFile => {
    const makers = writtenBy.nodes.flatMap(({ name, pid, process }) => {
      const from = process ? toMilliseconds(process.startTime) - rows.value.origin : NaN
      const maker = rows.value.find(pid, from)
      return maker === row.value ? [] : [{ name, pid, row: maker }]
    })
    return { path, makers, more: writtenBy.totalCount - writtenBy.nodes.length }
  }

  watch(
    [row, access, () => head.value.id],
    ([now, , id], [before, , idBefore]) => {
      // Another way of use keeps the old list until the new one is there, so that nothing jumps.
      if (now !== before || id !== idBefore) list.value = null
      void read(null)
    },
    { immediate: true },
  )
  return { list, failure, readMore: () => list.value?.after && read(list.value.after) }
}
