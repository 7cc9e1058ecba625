import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { temporaryDirectory } from '../support/daemon.ts'
import { BUILDSPY, execute } from '../tracers/support/record.ts'

// Each test starts Node many times.
vi.setConfig({ testTimeout: 240_000 })

const ACTION = new URL('../../action/', import.meta.url)

/** What GitHub sends for a push to the default branch, and for a pull request, as far as an action may rely on it. */
const PUSH = {
  event: { ref: 'refs/heads/main', repository: { full_name: 'o/r', default_branch: 'main' }, after: 'abc' },
  env: { GITHUB_EVENT_NAME: 'push', GITHUB_REF: 'refs/heads/main', GITHUB_REF_NAME: 'main' },
}
const PULL_REQUEST = {
  event: {
    action: 'synchronize',
    number: 7,
    pull_request: { base: { ref: 'main', sha: 'abc' }, head: { ref: 'slow', sha: 'def' } },
    repository: { full_name: 'o/r', default_branch: 'main' },
  },
  env: {
    GITHUB_EVENT_NAME: 'pull_request',
    GITHUB_REF: 'refs/pull/7/merge',
    GITHUB_HEAD_REF: 'slow',
    GITHUB_BASE_REF: 'main',
  },
}

/** A runner with a workspace that stays from job to job; the baseline is what a cache would restore. */
async function runner() {
  const workspace = await temporaryDirectory()
  const bin = join(workspace, 'buildspy')
  await writeFile(bin, `#!/bin/sh\nexec sh '${BUILDSPY}' "$@"\n`, { mode: 0o755 })
  let jobs = 0
  return {
    workspace,
    async job({ event, env }: typeof PUSH | typeof PULL_REQUEST, run: string, limit: string) {
      const files = join(workspace, `job-${++jobs}`)
      await mkdir(files)
      await writeFile(join(files, 'event.json'), JSON.stringify(event))
      for (const file of ['output', 'summary']) await writeFile(join(files, file), '')
      const { stdout, ...rest } = await (
        await execute(process.execPath, [new URL('main.mjs', ACTION).pathname], {
          cwd: workspace,
          env: {
            PATH: process.env['PATH'],
            HOME: workspace,
            GITHUB_ACTIONS: 'true',
            GITHUB_SHA: 'abc',
            GITHUB_EVENT_PATH: join(files, 'event.json'),
            GITHUB_OUTPUT: join(files, 'output'),
            GITHUB_STEP_SUMMARY: join(files, 'summary'),
            ...env,
            INPUT_RUN: run,
            INPUT_FAIL_IF_SLOWER: limit,
            INPUT_BASELINE: '.buildspy/baseline',
            INPUT_FILES: 'false',
            INPUT_RECORD: '.buildspy/build.ndjson',
            INPUT_JUNIT: '.buildspy/junit.xml',
            INPUT_BUILDSPY: bin,
          },
        })
      ).done
      const read = (file: string) => readFile(join(files, file), 'utf8')
      return {
        ...rest,
        stdout: stdout.toString(),
        outputs: await read('output'),
        summary: await read('summary'),
      }
    },
  }
}

test('the action: the default branch makes the baseline, and a pull request is judged by it', async () => {
  const { workspace, job } = await runner()
  const baseline = join(workspace, '.buildspy/baseline')
  const build = '. ./build.sh; echo done | cat'
  await writeFile(join(workspace, 'build.sh'), 'sleep 0.1')
  const first = await job(PUSH, build, '100%')
  expect(first).toMatchObject({ exitCode: 0, stdout: 'done\n' })
  expect(first.outputs).toBe('result=not-judged\nrecord=.buildspy/build.ndjson\nupdate-baseline=true\n')
  expect(first.summary).toContain('- branch: `main`\n')
  const [kept, ...others] = await readdir(baseline)
  expect(others).toEqual([])

  await writeFile(join(workspace, 'build.sh'), 'sleep 10')
  const slow = await job(PULL_REQUEST, build, '100%')
  expect(slow).toMatchObject({
    exitCode: 3,
    stdout: expect.stringMatching(/^done\n::error title=BuildSpy::.*\n$/),
  })
  expect(slow.outputs).toBe('result=slower\nrecord=.buildspy/build.ndjson\nupdate-baseline=false\n')
  expect(slow.summary).toContain('`sleep 10`')
  expect(await readdir(baseline)).toEqual([kept])

  const failed = await job(PUSH, 'false | cat; exit 4', '100%')
  expect([failed.exitCode, failed.outputs.split('\n')[0]]).toEqual([1, 'result=failed'])
  // A cache that holds rubbish fails nobody.
  await rm(join(baseline, kept!))
  await writeFile(join(baseline, 'rubbish.ndjson.gz'), 'rubbish')
  expect(await job(PULL_REQUEST, 'true', '100%')).toMatchObject({
    exitCode: 0,
    outputs: expect.stringMatching(/^result=not-judged\n/),
  })
})

test('action.yml passes every input that the entry reads', async () => {
  const [yml, entry] = await Promise.all(
    ['action.yml', 'main.mjs'].map((name) => readFile(new URL(name, ACTION), 'utf8')),
  )
  const names = [...entry!.matchAll(/\binput\('([a-z-]+)'\)/g)].map(([, name]) => name!)
  expect(names).toContain('run')
  for (const name of names) {
    expect(yml).toMatch(new RegExp(`^ {2}${name}:\n {4}description: `, 'm'))
    expect(yml).toContain(`INPUT_${name.replaceAll('-', '_').toUpperCase()}: \${{ inputs.${name}`)
  }
})
