import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { redactArguments } from './redact.ts'

const ALPHABETS: Readonly<Record<string, string>> = {
  hex: 'a1b2c3d4e5f60987',
  upper: 'A1B2C3D4',
  '': 'a1B2c3D4',
}

/** A file of command lines, as argument vectors; how they are written says the file itself. */
function read(name: string): string[][] {
  const text = readFileSync(new URL(`../../../test/fixtures/redact/${name}.txt`, import.meta.url), 'utf8')
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) =>
      line
        .replaceAll('⏎', '\n')
        .replace(
          /\{([^{}:]*(?::\/\/[^{}:]*)?):(\d+)(?::(hex|upper))?\}/g,
          (_all, prefix: string, length, kind = '') => {
            const run = ALPHABETS[kind]!.repeat(40).slice(0, Number(length))
            // What stands before the last slash of a prefix is no part of the key.
            const slash = prefix.lastIndexOf('/') + 1
            return `${prefix.slice(0, slash)}«${prefix.slice(slash)}${run}»`
          },
        ),
    )
    .map((line) => (line.includes(' ¦ ') ? line.split(' ¦ ').flatMap(splitFirst) : line.split(' ')))
}

/** Before the first ` ¦ ` words are parted by spaces; behind it, one holds what it holds. */
const splitFirst = (part: string, index: number): string[] => (index === 0 ? part.split(' ') : [part])

const show = (argv: readonly string[]): string => argv.join(' ¦ ')

test('what is secret is caught, and only that', () => {
  const forms = read('caught')
  const missed = forms.filter((form) => {
    const secrets = form.flatMap((word) => [...word.matchAll(/«([^»]*)»/g)].map(([, secret]) => secret!))
    const argv = form.map((word) => word.replace(/[«»]/g, ''))
    const shown = redactArguments(argv)
    const isCaught = secrets.length > 0 && secrets.every((secret) => !shown.join(' ').includes(secret))
    const isRestKept = form.every((word, at) => word.includes('«') || shown[at] === argv[at])
    return !isCaught || !isRestKept
  })
  console.log(`redaction: caught ${forms.length - missed.length} of ${forms.length}`)
  expect(missed.map((form) => show(form))).toEqual([])
  expect(forms.length).toBeGreaterThanOrEqual(200)
})

test('what only looks like it stays', () => {
  const forms = read('kept')
  const lost = forms.filter((argv) => show(redactArguments(argv)) !== show(argv))
  console.log(`redaction: kept ${forms.length - lost.length} of ${forms.length}`)
  expect(lost.map((argv) => show(redactArguments(argv)))).toEqual([])
  expect(forms.length).toBeGreaterThanOrEqual(200)
})
