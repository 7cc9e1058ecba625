/**
 * The command line in few files: `buildspy run` stands in front of every build, and each module that Node has to
 * find costs it time. Of the dependencies it takes in only commander, in seven files, which every command needs. The
 * tracing thread is an entry of its own, found beside the code that starts it.
 * @type {import('rolldown').RolldownOptions}
 */
export default {
  input: { buildspy: 'src/buildspy.ts', worker: 'src/collector/tracers/ptrace/worker.ts' },
  platform: 'node',
  external: /^(?!commander)[a-z@]/,
  output: {
    dir: '.dist-server',
    entryFileNames: ({ name }) => (name === 'buildspy' ? '[name].js' : 'cli/[name].js'),
    chunkFileNames: 'cli/[name]-[hash].js',
  },
}
