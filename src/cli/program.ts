import { Command } from 'commander'
import type { Environment } from './environment.ts'
import { CliFailure, EXIT } from './failure.ts'
import { linesOf, printComplaint, printHelp } from './terminal/output.ts'

type Make = (environment: Environment, everything: () => Promise<Command>, version: string) => Command

/** The table of commands, in the order of `--help`. Each is loaded only if it is needed: a build waits for none. */
const COMMANDS: Readonly<Record<string, () => Promise<Make>>> = {
  run: async () => (await import('./commands/run.ts')).runCommand,
  ci: async () => (await import('./commands/ci.ts')).ciCommand,
  ls: async () => (await import('./commands/ls.ts')).listCommand,
  show: async () => (await import('./commands/show.ts')).showCommand,
  files: async () => (await import('./commands/files.ts')).filesCommand,
  why: async () => (await import('./commands/why.ts')).whyCommand,
  tail: async () => (await import('./commands/tail.ts')).tailCommand,
  compare: async () => (await import('./commands/compare.ts')).compareCommand,
  predict: async () => (await import('./commands/predict.ts')).predictCommand,
  export: async () => (await import('./commands/export.ts')).exportCommand,
  import: async () => (await import('./commands/import.ts')).importCommand,
  mcp: async () => {
    const { mcpCommand } = await import('./commands/mcp.ts')
    return (environment, _everything, version) => mcpCommand(environment, version)
  },
  rm: async () => (await import('./commands/rm.ts')).removeCommand,
  pin: async () => (await import('./commands/pin.ts')).pinCommand,
  unpin: async () => (await import('./commands/pin.ts')).unpinCommand,
  open: async () => (await import('./commands/open.ts')).openCommand,
  daemon: async () => (await import('./commands/daemon.ts')).daemonCommand,
  completion: async () => {
    const { completionCommand } = await import('./commands/completion.ts')
    return (_environment, everything) => completionCommand(everything)
  },
  help: async () => {
    const { helpCommand } = await import('./commands/help.ts')
    return (_environment, everything) => helpCommand(everything, Object.keys(COMMANDS))
  },
}

const EXAMPLES = `
Examples:
  buildspy daemon &
  buildspy run -- make -j8
  buildspy show last --tree`

/**
 * The command line.
 * @param first the first argument: with the name of a command, only that one is loaded
 */
export async function createProgram(
  environment: Environment,
  version: string,
  first: string | undefined,
): Promise<Command> {
  const program = new Command('buildspy')
    .description("Shows where a build's time goes.")
    .version(version, '-V, --version')
    .enablePositionalOptions()
    .helpCommand(false)
    .addHelpText('after', EXAMPLES)
  const isKnown = first !== undefined && Object.hasOwn(COMMANDS, first)
  for (const name of isKnown ? [first] : Object.keys(COMMANDS)) {
    const make = await COMMANDS[name]!()
    program.addCommand(make(environment, () => createProgram(environment, version, undefined), version))
  }
  for (const command of [program, ...program.commands]) {
    const called = command === program ? 'buildspy' : `buildspy ${command.name()}`
    command.showHelpAfterError(`Try '${called} --help'.`)
    command.configureOutput({ writeOut: printHelp, writeErr: (text) => printComplaint(linesOf(text)) })
    command.exitOverride(({ exitCode }) => {
      throw new CliFailure('', exitCode === 0 ? 0 : EXIT.usage)
    })
  }
  return program
}
