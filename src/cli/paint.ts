import { styleText } from 'node:util'

export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'cyan' | 'underline'

/** Dresses a text for the terminal, or leaves it plain. */
export type Paint = (style: Style, text: string) => string

/** Colours where a terminal shows them and the user did not ask for none. */
export function painter(stream: { readonly isTTY?: boolean }, noColor: boolean): Paint {
  return stream.isTTY && !noColor ? styleText : (_style, text) => text
}
