import { spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { buildspy } from '../../cli/support/buildspy.ts'
import { testDaemon, temporaryDirectory } from '../../support/daemon.ts'

/** Computes for so many rounds, about a microsecond each: work of the same size on any machine. */
const SPIN = 'i=0; while [ $i -lt $1 ]; do i=$((i+1)); done\n'

/** What the machine does to a build. A busy machine adds these to any verdict. */
const OF_THE_MACHINE = new Set(['others', 'disk', 'memory', 'quota'])

/** A directory with files and `spin.sh`, and a daemon that hears of the builds in it. */
export async function slowBuild(files: Readonly<Record<string, string>>) {
  const daemon = await testDaemon()
  const directory = await temporaryDirectory()
  const write = (more: Readonly<Record<string, string>>) =>
    Promise.all(Object.entries(more).map(([name, text]) => writeFile(join(directory, name), text)))
  await write({ 'spin.sh': SPIN, ...files })
  async function build(command: string[]): Promise<void> {
    const done = await buildspy(daemon.url, command, undefined, { cwd: directory })
    expect(done).toMatchObject({ exitCode: 0 })
  }
  return {
    write,
    /** Builds, and fails unless the build succeeds. */
    run: (...command: string[]) => build(['run', '--quiet', '--', ...command]),
    /** The same, with the files that its processes use. */
    runWithFiles: (...command: string[]) => build(['run', '--quiet', '--files', '--', ...command]),
    /** What another command of ours prints about the builds. */
    async told(...command: string[]): Promise<string> {
      return (await buildspy(daemon.url, command)).stdout
    },
    /** The first line that `why` prints of the last build. */
    async why(): Promise<string> {
      const { stdout } = await buildspy(daemon.url, ['why'])
      return stdout.split('\n', 1)[0]!
    },
    /** The causes of the last build that are its own, the most expensive first, and all of them. */
    async causes() {
      const { stdout } = await buildspy(daemon.url, ['why', '--json'])
      const { verdict } = JSON.parse(stdout) as { verdict: { causes: { kind: string; text: string }[] } }
      const all = verdict.causes
      return { all, own: all.filter(({ kind }) => !OF_THE_MACHINE.has(kind)) }
    },
  }
}

/** Keeps all processors busy with other work until the test ends. */
export function occupyProcessors(): void {
  for (let i = 0; i < 2 * availableParallelism(); i++) {
    const child = spawn('sh', ['-c', 'while :; do :; done'], { stdio: 'ignore' })
    onTestFinished(() => void child.kill('SIGKILL'))
  }
}
