import { expect, it } from 'vitest'
import { colourOf, toolOf, TOOL_COLOURS } from './palette.ts'

it('names the tool behind a process', () => {
  expect(
    [
      '/usr/bin/x86_64-linux-gnu-gcc-12',
      'python3.11',
      'cc1',
      '/usr/lib/gcc/12/cc1plus',
      'g++',
      'clang-18',
    ].map(toolOf),
  ).toEqual(['gcc', 'python', 'cc1', 'cc1plus', 'g++', 'clang'])
})

it('gives a tool the same colour wherever it is, and every name some colour', () => {
  expect(colourOf('/opt/bin/gcc-13')).toBe(colourOf('gcc'))
  for (const name of ['', '7', 'my-codegen', 'проба']) {
    expect(colourOf(name)).toBeGreaterThanOrEqual(0)
    expect(colourOf(name)).toBeLessThan(TOOL_COLOURS)
  }
})
