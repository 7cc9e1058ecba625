import type { CodegenConfig } from '@graphql-codegen/cli'

/** The settings of all generated code. */
const TYPES = {
  useTypeImports: true,
  enumsAsTypes: true,
  strictScalars: true,
  scalars: { Bytes: 'number | string', DateTime: 'string', UUID: 'string' },
}

/** The types of the scalars that are columns. */
const columnsIn = (folder: string) => ({
  Timeline: `${folder}/timeline.ts#TimelineColumns`,
  WaitColumns: `${folder}/wait-columns.ts#WaitColumns`,
})

/** In Node a document is a text: it costs no time at a start. */
const forNode = (folder: string) => ({
  documents: [`src/${folder}/**/*.ts`],
  preset: 'client' as const,
  presetConfig: { fragmentMasking: false },
  config: {
    ...TYPES,
    scalars: {
      ...TYPES.scalars,
      ...columnsIn('../../domain/analysis'),
      // The route has it before it is JSON.
      Columns: folder === 'rest' ? '../../wire/column-bytes.ts#ColumnBytes' : 'string',
    },
    documentMode: 'string',
    onlyOperationTypes: true,
    avoidOptionals: { field: true },
    immutableTypes: true,
    importExtension: '.ts' as const,
  },
})

/** Typed documents: every `graphql(…)` gets its result and variable types. */
const config: CodegenConfig = {
  schema: './schema.graphql',
  generates: {
    './client/gql/': {
      documents: ['client/**/*.{ts,vue}', '!client/gql/**'],
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        ...TYPES,
        scalars: { ...TYPES.scalars, ...columnsIn('../../src/domain/analysis'), Columns: 'string' },
      },
    },
    './src/gql/cli/': forNode('cli'),
    './src/gql/rest/': forNode('rest'),
  },
}

export default config
