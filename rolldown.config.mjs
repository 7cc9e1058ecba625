import { readFileSync } from 'node:fs'
import { groupsOfStart } from './scripts/start-chunks.mjs'

const common = {
  platform: 'node',
  // Yoga asks whether its own Request is Node's, and that alone loads Node's fetch: 2 MB.
  transform: { define: { 'globalThis.Request': 'undefined' } },
  external: ['@photostructure/sqlite', 'koffi', 'pg-native'],
}
/**
 * As CommonJS: Node starts without its loader of ES modules, which takes 5 ms in each thread, and a build waits for two of them.
 */
const output = {
  format: 'cjs',
  dir: '.dist-server',
  entryFileNames: ({ name }) => (name.startsWith('buildspy') ? '[name].js' : 'lib/[name].js'),
  chunkFileNames: 'lib/[name]-[hash].js',
  assetFileNames: 'lib/[name]-[hash][extname]',
  charset: 'ascii',
  postBanner: ({ name }) => (name === 'buildspy' ? launcher() : ''),
  comments: { legal: true, jsdoc: false },
}

/** A thread that a build waits for, in one file. */
const collectorThread = (name, file) => ({
  ...common,
  input: { [name]: file },
  output: { ...output, codeSplitting: false },
})

/**
 * Daemon and command line in few files: of what each needs at its start, finding and linking a thousand modules was
 * more than half. Dependencies are taken in, but for those with a library of machine code. Threads are entries of their
 * own. What is not ASCII is escaped: V8 keeps the text of a file at two bytes a character if one needs them.
 * @type {import('rolldown').RolldownOptions[]}
 */
export default [
  {
    ...common,
    input: {
      buildspy: 'src/buildspy.ts',
      buildspyd: 'src/buildspyd.ts',
      'analysis-thread': 'src/analysis/thread.ts',
      'sqlite-thread': 'src/store/sqlite/thread.ts',
    },
    plugins: [compilersAsFiles(), asCommonJs()],
    output: { ...output, codeSplitting: { groups: groupsOfStart() } },
  },
  collectorThread('worker', 'src/collector/tracers/ptrace/worker.ts'),
  collectorThread('files-worker', 'src/collector/tracers/files/worker.ts'),
]

/**
 * What a shell runs of the command line's file and Node takes for a comment: shell and JavaScript begin alike, with a
 * text that does nothing (docs/adr/0012).
 */
function launcher() {
  return `#!/bin/sh\n':' /*\n${readFileSync('src/launch.sh', 'utf8')}*/;`
}

/**
 * Prisma brings its query compilers as text in base64. As a file, one is read when it is compiled, and let go: 6 MB less.
 * @returns {import('rolldown').Plugin}
 */
function compilersAsFiles() {
  return {
    name: 'compilers-as-files',
    load: {
      filter: { id: /\.wasm-base64\.mjs$/ },
      handler(id) {
        const [, text] = /wasm = "([^"]+)"/.exec(readFileSync(id, 'utf8'))
        const file = this.emitFile({
          type: 'asset',
          name: `${/([^/]+)-base64\.mjs$/.exec(id)[1]}`,
          source: Buffer.from(text, 'base64'),
        })
        return `import { readFileSync } from 'node:fs'
          export const wasm = readFileSync(new URL(import.meta.ROLLUP_FILE_URL_${file}))`
      },
    },
  }
}

/**
 * The package is of ES modules, and what is bundled is not.
 * @returns {import('rolldown').Plugin}
 */
function asCommonJs() {
  return {
    name: 'as-commonjs',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'package.json', source: '{ "type": "commonjs" }\n' })
    },
  }
}
