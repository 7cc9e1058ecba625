import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')

test('what a page links to is there', () => {
  const pages = execFileSync('git', ['ls-files', '*.md'], { cwd: ROOT, encoding: 'utf8' }).trim().split('\n')
  const broken = pages.flatMap((page) => {
    const text = readFileSync(join(ROOT, page), 'utf8').replace(/^```.*?^```/gms, '')
    const targets = [...text.matchAll(/\]\((?<link>[^)\s]+)\)|(?:src|srcset|href)="(?<attribute>[^"\s]+)"/g)]
    return targets
      .map(({ groups }) => (groups!['link'] ?? groups!['attribute'])!.replace(/#.*$/, ''))
      .filter((target) => target && !/^(?:[a-z]+:|\/)/.test(target))
      .filter((target) => !existsSync(join(ROOT, dirname(page), target)))
      .map((target) => `${page}: ${target}`)
  })
  expect(pages).toContain('docs/security.md')
  expect(broken).toEqual([])
})
