import { expect, it } from 'vitest'
import { colourOf, TOOL_COLOURS } from './tool-colours.ts'

it('gives a tool the same colour wherever it is, and every name some colour', () => {
  expect(colourOf('/opt/bin/gcc-13')).toBe(colourOf('gcc'))
  for (const name of ['', '7', 'my-codegen', 'проба']) {
    expect(colourOf(name)).toBeGreaterThanOrEqual(0)
    expect(colourOf(name)).toBeLessThan(TOOL_COLOURS)
  }
})
