/** A text as it stands in roff: no line begins a request, and no backslash an escape (groff_char(7)). */
export const escaped = (text) =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('—', '\\(em')
    .replaceAll('…', '...')
    .replace(/^(?=[.'])/gm, '\\&')

/** The first line of a page (man(7)). */
export const titleLine = (name, section, version) =>
  `.TH ${escaped(name.toUpperCase())} ${section} "" "BuildSpy ${escaped(version)}" "BuildSpy"`

/** A section; nothing if its body is empty. */
export const section = (heading, body) => (body ? [`.SH ${heading}`, body] : [])

/** A text as a help text has it, line for line. */
export const verbatim = (text) => `.nf\n${escaped(text)}\n.fi`

/** An item with a tag, such as an option. */
export const item = (tag, text) => `.TP\n.B ${escaped(tag)}\n${escaped(text)}`
