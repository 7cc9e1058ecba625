import { json, ok, type DescribedRow } from '../openapi-content.ts'

/** The hot path. It calls ingest directly, without the graph and Express. */
export const SUBMIT: DescribedRow = {
  method: 'POST',
  path: '/api/live/submit',
  access: 'ingest',
  about: {
    operationId: 'submit',
    summary: 'Stores submissions; the response comes after they are on disk',
    requestBody: {
      required: true,
      content: {
        ...json('Submission'),
        'application/x-ndjson': {
          schema: { type: 'string', description: 'One Submission per line, at most 1,000 lines' },
        },
      },
    },
    responses: {
      200: ok('Stored', json('Stored')),
      400: ok('Nothing was stored', json('NothingStored')),
    },
  },
}
