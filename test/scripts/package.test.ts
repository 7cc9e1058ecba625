import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'

const run = promisify(execFile)

let packed: string
const folders: string[] = []

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'buildspy-package-'))
  folders.push(folder)
  return folder
}

beforeAll(async () => {
  const folder = await makeFolder()
  await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder])
  const [name] = await readdir(folder)
  packed = join(folder, name!)
}, 120_000)

afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))))

/** What a user does with the package: installs it, records a build into a file, shows it, starts a daemon, and imports that build. */
test.each([[[]], [['--omit=dev']], [['--ignore-scripts']]])(
  'the package installs and runs: npm install %j',
  { timeout: 180_000 },
  async (options) => {
    const folder = await makeFolder()
    await writeFile(join(folder, 'package.json'), '{"private":true}')
    const install = ['install', '--no-audit', '--no-fund', '--prefer-offline', ...options, packed]
    await run('npm', install, { cwd: folder })
    const packages = await readdir(join(folder, 'node_modules'))
    expect(packages.filter((name) => !name.startsWith('.')).length).toBeLessThan(10)
    const bin = (name: string) => join(folder, 'node_modules/.bin', name)
    await run(bin('buildspy'), ['run', '--output', 'build.ndjson', '--', 'sh', '-c', 'true; true'], {
      cwd: folder,
    })
    const { stdout } = await run('grep', ['-c', 'process_end', 'build.ndjson'], { cwd: folder })
    expect(Number(stdout)).toBeGreaterThan(0)
    const shown = await run(bin('buildspy'), ['show', 'build.ndjson'], { cwd: folder })
    expect(shown.stdout).toContain('sh -c')
    const daemon = spawn(bin('buildspyd'), ['--port', '0', '--data', join(folder, 'data')])
    onTestFinished(() => void daemon.kill('SIGKILL'))
    const [line] = (await once(createInterface(daemon.stdout), 'line')) as [string]
    expect(line).toMatch(/^BuildSpy is at /)
    const url = line.replace('BuildSpy is at ', '')
    await run(bin('buildspy'), ['import', '--url', url, 'build.ndjson'], { cwd: folder })
    const listed = await run(bin('buildspy'), ['ls', '--url', url], { cwd: folder })
    expect(listed.stdout).toContain('sh -c')
  },
)
