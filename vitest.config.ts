import { defineConfig } from 'vitest/config'

/** Unit tests sit beside their file; test/ holds those of the whole. The browser test is Playwright's (test/e2e/). */
export default defineConfig({
  // One copy of graphql: Node gives the libraries its CommonJS form, Vite would give our code the other.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['src/**/*.test.ts', 'client/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['test/e2e/**', '**/node_modules/**'],
    // Tracing and native modules want a process of their own, not a thread.
    pool: 'forks',
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // A busy machine is no failure.
    expect: { poll: { timeout: 10_000 } },
  },
})
