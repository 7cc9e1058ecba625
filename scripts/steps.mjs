import { chmodSync } from 'node:fs'
import { runCommand } from './command.mjs'
import { install } from './install.mjs'
import { PROVIDERS, renderPostgresql, SCHEMA } from './models.mjs'
import { replaceDirectory } from './replace.mjs'

/**
 * The steps of the set-up, from a bare checkout to dist/. Steps that do not need each other run side by side.
 *
 * @typedef {import('./stamp.mjs').Stamped & {
 *   task: string,
 *   needs: readonly string[],
 *   isFresh?: () => boolean,
 *   run: (options: { signal: AbortSignal }) => Promise<unknown>,
 * }} Step
 */

const BIN = 'node_modules/.bin'
const LOCKFILE = 'package-lock.json'
/** The directories with operations of the graph. */
const ASKING = ['client', 'src/cli', 'src/rest']

const COMMANDS = ['dist/buildspyd.js', 'dist/buildspy.js']

/** `prisma generate` looks for an engine that it does not use, and would download it: any executable will do. */
const OFFLINE_PRISMA = { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' }

/** @type {Step[]} */
export const STEPS = [
  install,
  {
    name: 'prisma',
    task: 'generating the database clients (prisma)',
    needs: ['install'],
    inputs: [SCHEMA, 'prisma.config.ts', 'scripts/models.mjs', LOCKFILE],
    outputs: ['src/generated'],
    run: generateClients,
  },
  {
    name: 'documents',
    task: 'generating typed documents (graphql-codegen)',
    needs: ['install'],
    inputs: ['schema.graphql', 'codegen.ts', ...ASKING, '!client/gql', LOCKFILE],
    outputs: ['client/gql', 'src/gql'],
    run: ({ signal }) => runCommand(`${BIN}/graphql-codegen`, ['--config', 'codegen.ts'], { signal }),
  },
  {
    name: 'server',
    task: 'bundling daemon and command line (rolldown)',
    needs: ['prisma', 'documents'],
    inputs: ['src', '!*.test.ts', 'rolldown.config.mjs', LOCKFILE],
    outputs: ['dist', '!dist/client', '!dist/viewer'],
    run: bundleServer,
  },
  {
    name: 'dashboard',
    task: 'bundling the dashboard (vite)',
    needs: ['documents'],
    inputs: ['client', 'src/domain/analysis', '!*.test.ts', LOCKFILE],
    outputs: ['dist/client'],
    run: bundleDashboard,
  },
  {
    name: 'viewer',
    task: 'bundling the page of an export (vite)',
    needs: ['documents'],
    inputs: ['client', 'src/domain/analysis', '!*.test.ts', LOCKFILE],
    outputs: ['dist/viewer'],
    run: bundleViewer,
  },
]

/** A client for each database, side by side. */
async function generateClients({ signal }) {
  await renderPostgresql()
  const generate = ({ schema }) =>
    runCommand(`${BIN}/prisma`, ['generate', '--schema', schema], { env: OFFLINE_PRISMA, signal })
  await Promise.all(Object.values(PROVIDERS).map(generate))
}

/** Bundled aside and then moved, so that a daemon or a test that runs from dist/ never meets half a build. */
async function bundleServer({ signal }) {
  await runCommand(`${BIN}/rolldown`, ['--config', 'rolldown.config.mjs'], { signal })
  for (const command of COMMANDS) chmodSync(command.replace('dist', '.dist-server'), 0o755)
  replaceDirectory('dist', '.dist-server', { keep: ['client', 'viewer'] })
}

async function bundleDashboard({ signal }) {
  await runCommand(`${BIN}/vite`, ['build', 'client', '--outDir', '../.dist-client', '--emptyOutDir'], {
    signal,
  })
  replaceDirectory('dist/client', '.dist-client')
}

async function bundleViewer({ signal }) {
  await runCommand(
    `${BIN}/vite`,
    ['build', 'client/viewer', '--outDir', '../../.dist-viewer', '--emptyOutDir', '--logLevel', 'warn'],
    { signal },
  )
  replaceDirectory('dist/viewer', '.dist-viewer')
}
