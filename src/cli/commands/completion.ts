import { Argument, Command } from 'commander'
import { bashCompletion, fishCompletion, zshCompletion, type Shape } from './completion-scripts.ts'
import { linesOf, printLines } from '../terminal/output.ts'

const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion }

const HELP = `
To set it up:
  bash  buildspy completion bash > ~/.local/share/bash-completion/completions/buildspy
  zsh   buildspy completion zsh > "\${fpath[1]}/_buildspy"
  fish  buildspy completion fish > ~/.config/fish/completions/buildspy.fish`

/**
 * `buildspy completion`: the script with which a shell completes our commands and options.
 * @param program returns all commands; called when the command runs
 */
export function completionCommand(program: () => Promise<Command>): Command {
  return new Command('completion')
    .summary('print completions for a shell')
    .description('Print completions of commands and options for a shell.')
    .addArgument(new Argument('<shell>').choices(Object.keys(SCRIPTS)))
    .addHelpText('after', HELP)
    .action(async (shell: keyof typeof SCRIPTS) => {
      printLines(linesOf(SCRIPTS[shell](shapeOf(await program()))))
    })
}

function shapeOf(program: Command): Shape {
  return program.commands.map((command) => ({
    name: command.name(),
    summary: command.summary(),
    takes: takenBy(command.registeredArguments),
    options: command.options.map(({ short, long, description, argChoices, required, optional }) => ({
      names: [short, long].filter((name) => name != null),
      description,
      choices: argChoices ?? [],
      takesValue: required || optional,
    })),
  }))
}

function takenBy(parameters: readonly Argument[]): Shape[number]['takes'] {
  const named = (pattern: RegExp): boolean => parameters.some((parameter) => pattern.test(parameter.name()))
  if (named(/^(id|ids|a|b)$/)) return 'runs'
  const choices = parameters.flatMap(({ argChoices }) => argChoices ?? [])
  return choices.length === 0 && named(/^command$/) ? 'command' : choices
}
