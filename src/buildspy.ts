#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { readEnvironment } from './cli/environment.ts'
import { runCommand } from './cli/run.ts'

/** The command line's table of commands: one file each in `cli/`. */
const COMMANDS = [runCommand]

const USAGE_ERROR = 2

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string
}
const environment = readEnvironment()
const program = new Command('buildspy')
  .description("Shows where a build's time goes.")
  .version(version, '-V, --version')
  .enablePositionalOptions()
  .addHelpText('after', '\nExample:\n  buildspy run -- make -j8')
for (const command of COMMANDS) program.addCommand(command(environment))
for (const command of [program, ...program.commands]) {
  command.showHelpAfterError(
    `Try '${command === program ? 'buildspy' : `buildspy ${command.name()}`} --help'.`,
  )
  command.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : USAGE_ERROR))
}

await program.parseAsync()
