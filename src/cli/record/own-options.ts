import type { Option } from 'commander'

/**
 * Where the command begins, or the `--` before it: what stands behind is not ours.
 * @param args what stands behind `buildspy run`
 * @param options those of `buildspy run`
 */
export function commandStart(args: readonly string[], options: readonly Option[]): number {
  for (let index = 0; index < args.length; index++) {
    const arg = args[index]!
    if (arg === '--' || !arg.startsWith('-')) return index
    // The value is the next word: `-o FILE`, `--output FILE`; not of `--output=FILE` and `-oFILE`.
    if (options.some((option) => option.required && (option.long === arg || option.short === arg))) index++
  }
  return args.length
}

/** Has `--files COMMAND` take no value: one stands behind `=`. @param start where the command begins */
export const settleFiles = (args: readonly string[], start: number): string[] =>
  args.map((arg, index) => (arg === '--files' && index < start ? '--files=all' : arg))
