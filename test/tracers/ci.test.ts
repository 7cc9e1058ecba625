import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryDirectory, testDaemon } from '../support/daemon.ts'
import { BUILDSPY, execute, record } from './support/record.ts'

test('labels: those of the CI system, and the user’s own before them', async () => {
  const env = { ...process.env, GITLAB_CI: 'true', CI_COMMIT_REF_NAME: 'main', CI_COMMIT_SHA: 'abc' }
  const { run } = await record(['true'], {
    env,
    options: ['--label', 'kind=night=ly', '--label', 'branch=mine'],
  })
  expect(run.labels).toMatchObject({ branch: 'mine', commit: 'abc', kind: 'night=ly' })
})

test('--summary appends Markdown that no command line can garble', async () => {
  const file = join(await temporaryDirectory(), 'summary.md')
  writeFileSync(file, 'before\n\n')
  const options = ['--summary', file, '--label', 'kind=nightly', '-q']
  const { stderr, exitCode } = await record(['sh', '-c', 'true `echo a` | cat; exit 3'], { options })
  expect(exitCode).toBe(3)
  expect(stderr).toBe('')
  const text = readFileSync(file, 'utf8')
  expect(text).toMatch(
    /^before\n\n### ``.* failed \(exit code 3\)\n\n\*\*Why:\*\* Failed in `.*` after .*: exit code 3\.\n\n\d+ processes in \*\*.+\*\*, .+ CPU, .+ \[Timeline\]\(<http/,
  )
  expect(text).toContain('true `echo a` \\| cat; exit 3')
  expect(text).toContain('- kind: `nightly`\n')
})

test('--output: a record without a daemon, which import reads later', async () => {
  const file = join(await temporaryDirectory(), 'build.ndjson')
  const args = [
    BUILDSPY,
    'run',
    '--output',
    file,
    '--label',
    'kind=nightly',
    '--',
    'sh',
    '-c',
    '/bin/true; exit 3',
  ]
  const { exitCode, stderr } = await (await execute(process.execPath, args)).done
  expect(exitCode).toBe(3)
  expect(stderr).not.toContain('http')
  const { url, graph } = await testDaemon()
  const imported = await (await execute(process.execPath, [BUILDSPY, 'import', file, '--url', url])).done
  expect(imported.exitCode).toBe(0)
  const { data } = await graph('{ runs { nodes { status exitCode processCount labels { name value } } } }')
  expect(data.runs.nodes).toMatchObject([{ status: 'failed', exitCode: 3, processCount: 2 }])
  expect(data.runs.nodes[0].labels).toContainEqual({ name: 'kind', value: 'nightly' })

  const bad = [BUILDSPY, 'run', '--output', '/no/such/directory/file', '--', 'echo', 'ran']
  expect(await (await execute(process.execPath, bad)).done).toMatchObject({
    exitCode: 125,
    stdout: Buffer.from(''),
  })
})
