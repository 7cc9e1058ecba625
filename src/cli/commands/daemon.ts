import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { PACKAGE_ROOT } from '../../package-root.ts'

/** The daemon's own program, beside ours. */
const BUILDSPYD = fileURLToPath(new URL('dist/buildspyd.js', PACKAGE_ROOT))

/** `buildspy daemon`: the same as `buildspyd`, with its options. */
export function daemonCommand(): Command {
  return new Command('daemon')
    .summary('start the daemon (the same as buildspyd)')
    .description('Start the daemon: the same as buildspyd, with its options; see buildspy daemon --help.')
    .usage('[options of buildspyd]')
    .argument('[options...]')
    .helpOption(false)
    .allowUnknownOption()
    .passThroughOptions()
    .action(async (options: string[]) => {
      process.exitCode = await passOn(options)
    })
}

/** Runs the daemon in the foreground, with our signals. @returns its exit code */
function passOn(options: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [BUILDSPYD, ...options], { stdio: 'inherit' })
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (exitCode, signal) => resolve(exitCode ?? 128 + constants.signals[signal!]))
  })
}
