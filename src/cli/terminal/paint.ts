import { isatty } from 'node:tty'

/** SGR parameters that begin a style and end it (ECMA-48 8.3.117). */
const STYLES = {
  bold: [1, 22],
  dim: [2, 22],
  underline: [4, 24],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const

export type Style = keyof typeof STYLES

/** Dresses a text for the terminal, or leaves it plain. */
export type Paint = (style: Style, text: string) => string

/** Whether a descriptor is a terminal, as a stream of Node's says it, and without opening one. */
export const terminalOn = (fd: number): { readonly isTTY: boolean } => ({ isTTY: isatty(fd) })

/** When there are colours; `auto` is on a terminal alone. */
export const COLOR_CHOICES = ['auto', 'always', 'never'] as const
export type ColorChoice = (typeof COLOR_CHOICES)[number]

/** Colours, as the user wants them. Not by `util.styleText`, which looks at the environment and at stdout on its own. */
export function painter(stream: { readonly isTTY?: boolean }, color: ColorChoice): Paint {
  if (color === 'never' || (color === 'auto' && !stream.isTTY)) return (_style, text) => text
  return (style, text) => `\u001b[${STYLES[style][0]}m${text}\u001b[${STYLES[style][1]}m`
}

/**
 * The environment's choice of colours: NO_COLOR (no-color.org) before FORCE_COLOR (force-color.org, and 0 for none) and
 * CLICOLOR_FORCE, these before CLICOLOR (bixense.com/clicolors) and a terminal without colours.
 */
export function colorChoiceIn(env: NodeJS.ProcessEnv): ColorChoice {
  const force = env['FORCE_COLOR']
  const isForced = (value: string | undefined) => Boolean(value) && value !== '0' && value !== 'false'
  if (env['NO_COLOR'] || force === '0' || force === 'false') return 'never'
  if (isForced(force) || isForced(env['CLICOLOR_FORCE'])) return 'always'
  return env['CLICOLOR'] === '0' || env['TERM'] === 'dumb' ? 'never' : 'auto'
}
