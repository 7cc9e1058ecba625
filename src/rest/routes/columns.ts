import { graphql } from '../../gql/rest/gql.ts'
import { canCompress, CONTENT_CODINGS } from '../../wire/content-coding.ts'
import { COLUMNS_TYPE } from '../../wire/column-bytes.ts'
import { defineBytesRoute } from '../define-route.ts'
import { documentOf } from '../graph.ts'
import { idOf } from '../input.ts'

export const GET_COLUMNS = defineBytesRoute({
  method: 'GET',
  path: '/api/runs/:id/columns',
  access: 'read',
  operation: 'getColumns',
  summary: 'The processes of a run as columns in bytes, compressed as Accept-Encoding allows',
  type: COLUMNS_TYPE,
  document: documentOf(
    graphql(`
      query Columns($id: UUID!, $coding: ContentCoding!) {
        run(id: $id) {
          columns(coding: $coding)
        }
      }
    `),
  ),
  variables: (input) => ({
    id: idOf(input),
    coding: CONTENT_CODINGS.find((coding) => canCompress(coding) && input.takes(coding)) ?? 'identity',
  }),
  bytes: ({ run }) => run?.columns,
})
