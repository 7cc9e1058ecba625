import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { replaceDirectory } from '../../scripts/replace.mjs'
import { listFiles } from '../../scripts/stamp.mjs'

test('the fresh build takes the place of the old one, and what is kept stays', () => {
  const home = mkdtempSync(join(tmpdir(), 'buildspy-replace-'))
  onTestFinished(() => rmSync(home, { recursive: true }))
  for (const file of [
    'dist/a.js',
    'dist/gone.js',
    'dist/client/index.html',
    'fresh/a.js',
    'fresh/deep/b.js',
  ]) {
    mkdirSync(join(home, file, '..'), { recursive: true })
    writeFileSync(join(home, file), file)
  }
  replaceDirectory(join(home, 'dist'), join(home, 'fresh'), { keep: ['client'] })
  const files = listFiles([home]).map((path: string) => path.slice(home.length + 1))
  expect(files).toEqual(['dist/a.js', 'dist/client/index.html', 'dist/deep/b.js'])
})
