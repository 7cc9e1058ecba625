import { recordText, type ReadRecordPage } from '../../domain/analysis/export/record.ts'
import { graphql } from '../../gql/cli/gql.ts'
import { graph, type GraphSource } from './client.ts'
import { noSuchRun } from './find-run.ts'

/** Events in a page, as many as the daemon gives. */
const PAGE = 500

const LINES = graphql(`
  query Lines($id: UUID!, $first: Int!, $after: String) {
    run(id: $id) {
      line
      events(first: $first, after: $after, order: seq) {
        nodes {
          line
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`)

const MACHINE_LINES = graphql(`
  query MachineLines($id: UUID!, $first: Int!, $after: String) {
    run(id: $id) {
      machine(first: $first, after: $after) {
        nodes {
          line
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`)

/** Lines of files in a page: each has up to 256 KiB. */
const FILES_PAGE = 20

const FILE_LINES = graphql(`
  query FileLines($id: UUID!, $first: Int!, $after: String) {
    run(id: $id) {
      fileLines(first: $first, after: $after) {
        nodes {
          line
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`)

/** The lines of the wire that make up a run, a part for each page. @throws CliFailure if there is none */
export const recordOf = (source: GraphSource, id: string): AsyncGenerator<string> =>
  recordText(
    async (after) => {
      const { run } = await graph(source, LINES, { id, first: PAGE, after })
      if (!run) throw noSuchRun(id)
      return { line: run.line, page: run.events }
    },
    async (after) => {
      const { run } = await graph(source, MACHINE_LINES, { id, first: PAGE, after })
      if (!run) throw noSuchRun(id)
      return { page: run.machine }
    },
    fileLinesOf(source, id),
  )

/** Reads the lines of a run's files, page by page. */
export const fileLinesOf =
  (source: GraphSource, id: string): ReadRecordPage =>
  async (after) => {
    const { run } = await graph(source, FILE_LINES, { id, first: FILES_PAGE, after })
    if (!run) throw noSuchRun(id)
    return { page: run.fileLines }
  }
