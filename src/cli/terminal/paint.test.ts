import { expect, test } from 'vitest'
import { colorChoiceIn, painter } from './paint.ts'

test.each([
  [{}, 'auto'],
  [{ NO_COLOR: '' }, 'auto'],
  [{ NO_COLOR: '1', FORCE_COLOR: '1' }, 'never'],
  [{ FORCE_COLOR: '1' }, 'always'],
  [{ FORCE_COLOR: 'true', CLICOLOR: '0', TERM: 'dumb' }, 'always'],
  [{ FORCE_COLOR: '0', CLICOLOR_FORCE: '1' }, 'never'],
  [{ CLICOLOR_FORCE: '1' }, 'always'],
  [{ CLICOLOR_FORCE: '0' }, 'auto'],
  [{ CLICOLOR: '0' }, 'never'],
  [{ CLICOLOR: '1' }, 'auto'],
  [{ TERM: 'dumb' }, 'never'],
])('%j asks for %s', (env, choice) => {
  expect(colorChoiceIn(env)).toBe(choice)
})

test('colours are on a terminal, or where they are asked for', () => {
  const bold = '\u001b[1mx\u001b[22m'
  expect(painter({ isTTY: true }, 'auto')('bold', 'x')).toBe(bold)
  expect(painter({}, 'auto')('bold', 'x')).toBe('x')
  expect(painter({}, 'always')('bold', 'x')).toBe(bold)
  expect(painter({ isTTY: true }, 'never')('bold', 'x')).toBe('x')
})
