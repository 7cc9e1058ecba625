import type { ContentCoding } from '../../wire/content-coding.ts'
import { builder } from '../builder.ts'
import { Run } from '../refs.ts'
import { readColumns, readTimeline } from './analysed-run.ts'

const ContentCodingEnum = builder.enumType('ContentCoding', {
  description: 'How bytes are compressed: a content coding of HTTP.',
  values: {
    zstd: { value: 'zstd', description: 'Zstandard (RFC 8878); Node.js 22.15 and newer.' },
    br: { value: 'br', description: 'Brotli (RFC 7932).' },
    gzip: { value: 'gzip', description: 'The format of gzip (RFC 1952).' },
    identity: { value: 'identity', description: 'Not compressed.' },
  } satisfies { [Coding in ContentCoding]: { value: Coding; description: string } },
})

builder.objectFields(Run, (t) => ({
  timeline: t.field({
    type: 'Timeline',
    description: 'All of its processes, as columns.',
    complexity: 100,
    resolve: (run, _, context) => readTimeline(context, run),
  }),
  columns: t.field({
    type: 'Columns',
    description: 'All of its processes, as columns in bytes.',
    complexity: 100,
    args: {
      coding: t.arg({
        type: ContentCodingEnum,
        required: true,
        defaultValue: 'gzip',
        description: 'How they are compressed. A daemon on a Node.js before 22.15 has no zstd.',
      }),
    },
    resolve: (run, { coding }, context) => readColumns(context, run, coding),
  }),
}))
