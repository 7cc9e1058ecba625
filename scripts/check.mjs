import { runCommand } from './command.mjs'
import { Failure } from './failure.mjs'
import { checkLines } from './lines.mjs'
import { say, timed } from './progress.mjs'
import { setUp } from './setup.mjs'

const BIN = 'node_modules/.bin'

/** The compiler in machine code, an eighth of the time; vue-tsc still wants the one in JavaScript. */
const TSC = '../typescript-native/bin/tsc'

/**
 * What `npm run check` looks at, in this order; `fix` is what to run when one fails.
 * @type {readonly { task: string, run: () => Promise<unknown>, fix?: string }[]}
 */
const CHECKS = [
  { task: 'format (oxfmt)', run: bin('oxfmt', '--check'), fix: 'npm run format' },
  {
    task: 'lint (oxlint)',
    run: bin('oxlint', '--deny-warnings'),
    fix: 'npx oxlint --fix, or change the code',
  },
  { task: 'types: daemon and command line (tsc)', run: bin(TSC) },
  { task: 'types: dashboard (vue-tsc)', run: bin('vue-tsc', '--noEmit', '-p', 'client') },
  { task: 'types: tests (tsc)', run: bin(TSC, '-p', 'test') },
  { task: 'types: scripts (tsc)', run: bin(TSC, '-p', 'scripts') },
  { task: 'unused files, exports, dependencies (knip)', run: bin('knip'), fix: 'remove what is named' },
  { task: 'schema.graphql is what the code says', run: script('schema', '--check') },
  {
    task: 'the trusted documents are what the clients send',
    run: script('documents', '--check'),
    fix: 'npm run documents',
  },
  {
    task: 'nothing that clients use was taken away',
    run: script('breaking'),
    fix: 'keep it and deprecate it, or: npm run breaking -- --accept',
  },
  { task: 'migrations lead to the models', run: script('migration', '--check') },
  { task: 'no file above 250 lines', run: async () => checkLines() },
]

/** `npm run check`: set-up, then every check, also after one has failed. */
export async function main() {
  await setUp()
  const failed = []
  for (const { task, run, fix } of CHECKS) {
    try {
      await timed(task, run)
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      say(`${error.message}${fix ? `\nTo fix it: ${fix}` : ''}\n`)
      failed.push(task)
    }
    if (process.exitCode) return
  }
  if (failed.length > 0) throw new Failure(`Failed: ${failed.join('; ')}`)
  say('All checks passed')
}

function bin(command, ...args) {
  return () => runCommand(`${BIN}/${command}`, args)
}

function script(command, ...args) {
  return () => runCommand(process.execPath, ['scripts/main.mjs', command, ...args])
}
