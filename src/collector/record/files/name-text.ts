/** Printable ASCII without a backslash: most names. */
const PLAIN = /^[\x20-\x5b\x5d-\x7e]*$/

/** One character in UTF-8 (RFC 3629), or else one byte. */
const CHARACTERS =
  /[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}|[^]/g

/**
 * A name as the wire has it. Names are bytes, and the wire is text: a byte that is no UTF-8 and each byte of a control
 * character is written `\xHH`, a backslash twice.
 * @param bytes as latin-1
 */
export function nameText(bytes: string): string {
  if (PLAIN.test(bytes)) return bytes
  return bytes.replace(CHARACTERS, (character) => {
    if (character === '\\') return String.raw`\\`
    if (character.length > 1 && !isControl(character)) return Buffer.from(character, 'latin1').toString()
    return character >= ' ' && character < '\x7f' ? character : escaped(character)
  })
}

/** U+0080 to U+009F. */
const isControl = (character: string): boolean => character.startsWith('\xc2') && character < '\xc2\xa0'

const escaped = (bytes: string): string =>
  [...bytes].map((byte) => String.raw`\x` + byte.charCodeAt(0).toString(16).padStart(2, '0')).join('')
