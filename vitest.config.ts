import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** Tests of storing and reading, which run on each database. */
const ON_EACH_DATABASE = [
  'src/live/tail.test.ts',
  'test/contract/**/*.test.ts',
  'test/properties/**/*.test.ts',
  'test/fuzz/**/*.test.ts',
  'test/reliability/{kill,overload,resume,retention,stop,sweep}.test.ts',
  'test/server/{analysis,analyst,child-pids,columns,files,filters,graph,graph-lists,long-texts,rest,search,submit,waiting}.test.ts',
]

/** Tests of several daemons on one database, and of PostgreSQL alone. */
const ON_POSTGRESQL = [
  'test/several/**/*.test.ts',
  'src/store/postgresql/**/*.test.ts',
  'test/every-call/cut.test.ts',
]

/** Unit tests sit beside their file; test/ holds those of the whole. The browser test is Playwright's (test/e2e/). */
export default defineConfig({
  // One copy of graphql: Node gives the libraries its CommonJS form, Vite would give our code the other.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    // Tracing and native modules want a process of their own, not a thread.
    pool: 'forks',
    // Many tests wait for daemons and builds, so the two processors of a CI machine have room for two files at a time.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // CI machines are slow and busy, so a limit of time only ends a hang.
    expect: { poll: { timeout: 30_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'sqlite',
          include: ['src/**/*.test.ts', 'client/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: ['test/e2e/**', '**/node_modules/**', ...ON_POSTGRESQL],
        },
      },
      {
        extends: true,
        test: {
          name: 'postgresql',
          include: [...ON_EACH_DATABASE, ...ON_POSTGRESQL],
          globalSetup: 'test/support/postgresql.setup.ts',
        },
      },
    ],
  },
})
