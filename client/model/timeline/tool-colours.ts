import { toolOf } from '../../../src/domain/analysis/time/tools.ts'

/** The number of colours for tools: `--slice-0` … in the style sheet. */
export const TOOL_COLOURS = 8

/** Common tools that occur in one build have different colours. Every other name is hashed. */
const KNOWN: Record<string, number> = {
  cc1: 0, cc1plus: 0, clang: 0, rustc: 0, javac: 0, tsc: 0, esbuild: 0,
  as: 1, asm: 1, nasm: 1,
  ld: 2, collect2: 2, lld: 2, mold: 2, 'ld.lld': 2,
  make: 3, ninja: 3, cargo: 3, npm: 3, cmake: 3, bazel: 3, gradle: 3, meson: 3,
  sh: 4, bash: 4, dash: 4, zsh: 4,
  gcc: 5, 'g++': 5, cc: 5, 'c++': 5, 'clang++': 5, go: 5,
  node: 6, python: 6, perl: 6, ruby: 6, java: 6,
  ar: 7, ranlib: 7, sed: 7, awk: 7, grep: 7,
} // prettier-ignore

/** A stable colour number for a tool: the same in every run and every session. */
export function colourOf(name: string): number {
  const tool = toolOf(name)
  const known = KNOWN[tool]
  if (known !== undefined) return known
  let hash = 0x811c9dc5
  for (let i = 0; i < tool.length; i++) hash = Math.imul(hash ^ tool.charCodeAt(i), 0x01000193)
  return ((hash ^ (hash >>> 15)) >>> 0) % TOOL_COLOURS
}
