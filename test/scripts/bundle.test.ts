import { readFileSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'

/** A schema of one copy of graphql is none to another, and all that is compiled from it would quietly be interpreted. */
test('the bundle holds graphql once', () => {
  const lib = new URL('../../dist/lib/', import.meta.url)
  const code = readdirSync(lib)
    .filter((name) => name.endsWith('.js'))
    .map((name) => readFileSync(new URL(name, lib), 'utf8'))
    .join('\n')
  expect(code.match(/Symbol\.toStringTag\]\(\) \{\s*return ["']GraphQLSchema["']/g)).toHaveLength(1)
})
