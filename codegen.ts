import type { CodegenConfig } from '@graphql-codegen/cli'

/** Typed documents for the dashboard: every `graphql(…)` under client/ gets its result and variable types. */
const config: CodegenConfig = {
  schema: './schema.graphql',
  documents: ['client/**/*.{ts,vue}', '!client/gql/**'],
  ignoreNoDocuments: true,
  generates: {
    './client/gql/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        strictScalars: true,
        scalars: {
          Bytes: 'number | string',
          DateTime: 'string',
          UUID: 'string',
          Timeline: '../../src/domain/analysis/timeline.ts#TimelineColumns',
        },
      },
    },
  },
}

export default config
