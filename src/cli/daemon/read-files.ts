import { graphql } from '../../gql/cli/gql.ts'
import type { FilePidsQuery, FilesQuery } from '../../gql/cli/graphql.ts'
import { CliFailure, EXIT } from '../failure.ts'
import { graph, type GraphSource } from './client.ts'
import { noSuchRun } from './find-run.ts'

/** Which files of a run. */
export interface FileFilter {
  /** A pattern of `Run.files`. */
  readonly path?: string | undefined
  /** Only outputs that nobody needed. */
  readonly unused: boolean
  /** Only those that a process of this pid used. */
  readonly pid?: number | undefined
}

/** A page of files, as an operation asks for it. */
type Page<Query extends { readonly run?: { readonly files?: unknown } | null }> = NonNullable<
  NonNullable<Query['run']>['files']
>

/** A file with its first writer and reader, and the numbers of both. */
export type ListedFile = Page<FilesQuery>['nodes'][number]

/** A file with the pids of all its readers and writers. */
export interface FilePids {
  readonly path: string
  readonly readBy: readonly number[]
  readonly writtenBy: readonly number[]
}

/** Files in a page, as many as the cost limit allows. */
const PAGE = 200

const FILES = graphql(`
  query Files($id: UUID!, $path: String, $unused: Boolean!, $pid: Int, $first: Int!, $after: String) {
    run(id: $id) {
      files(path: $path, unused: $unused, pid: $pid, first: $first, after: $after) {
        totalCount
        nodes {
          path
          access
          readBy(first: 1) {
            totalCount
            nodes {
              pid
              name
            }
          }
          writtenBy(first: 1) {
            totalCount
            nodes {
              pid
              name
            }
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`)

const FILE_PIDS = graphql(`
  query FilePids($id: UUID!, $path: String, $unused: Boolean!, $pid: Int, $first: Int!, $after: String) {
    run(id: $id) {
      files(path: $path, unused: $unused, pid: $pid, first: $first, after: $after) {
        nodes {
          path
          readByPids
          writtenByPids
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`)

/**
 * Reads files of a run, by path.
 * @returns at most so many, and how many there are
 * @throws CliFailure if there is no such run, or its files were not recorded
 */
export async function readFiles(
  source: GraphSource,
  id: string,
  filter: FileFilter,
  most: number,
): Promise<{ readonly files: readonly ListedFile[]; readonly count: number }> {
  const found: ListedFile[] = []
  for (let after: string | null = null; ;) {
    const first = Math.min(PAGE, most - found.length)
    const answer: FilesQuery = await graph(source, FILES, { id, ...filter, first, after })
    const { nodes, totalCount, pageInfo }: Page<FilesQuery> = recorded(answer.run, id)
    found.push(...nodes)
    if (!pageInfo.hasNextPage || found.length >= most) return { files: found, count: totalCount }
    after = pageInfo.endCursor ?? null
  }
}

/**
 * Reads files of a run, by path, page by page.
 * @param most files
 * @throws CliFailure if there is no such run, or its files were not recorded
 */
export async function* readFilePids(
  source: GraphSource,
  id: string,
  filter: FileFilter,
  most: number,
): AsyncGenerator<readonly FilePids[]> {
  let read = 0
  for (let after: string | null = null; read < most;) {
    const first = Math.min(PAGE, most - read)
    const answer: FilePidsQuery = await graph(source, FILE_PIDS, { id, ...filter, first, after })
    const { nodes, pageInfo }: Page<FilePidsQuery> = recorded(answer.run, id)
    yield nodes.map(({ path, readByPids, writtenByPids }) => ({
      path,
      readBy: numbersIn(readByPids),
      writtenBy: numbersIn(writtenByPids),
    }))
    if (!pageInfo.hasNextPage) return
    read += nodes.length
    after = pageInfo.endCursor ?? null
  }
}

function recorded<Files>(run: { readonly files?: Files | null } | null | undefined, id: string): Files {
  if (!run) throw noSuchRun(id)
  if (run.files) return run.files
  throw new CliFailure(
    'the files of this build were not recorded. Record them with: buildspy run --files -- make',
    EXIT.failed,
  )
}

/** Each once: the system uses a pid again. */
const numbersIn = (list: string): number[] => (list ? [...new Set(list.split(',').map(Number))] : [])
