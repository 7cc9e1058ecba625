import { Argument, Command } from 'commander'

/**
 * `buildspy help`: what `--help` prints.
 * @param program with all commands; asked when the command runs
 * @param names of the commands
 */
export function helpCommand(program: () => Promise<Command>, names: readonly string[]): Command {
  return new Command('help')
    .summary('show help for a command')
    .description('Show help for a command, or for all of buildspy.')
    .addArgument(
      // The program itself refuses an unknown one, and names one like it.
      new Argument('[command]').choices(names.filter((name) => name !== 'help')).argParser(String),
    )
    .action(async (name: string | undefined) => {
      const isKnown = name === undefined || names.includes(name)
      const args = [name ?? [], isKnown ? '--help' : []].flat()
      await (await program()).parseAsync(args, { from: 'user' })
    })
}
