import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { escaped, item, section, titleLine, verbatim } from './roff.mjs'
import { setUp } from './setup.mjs'

const { version } = JSON.parse(readFileSync('package.json', 'utf8'))

/** Where the pages go without an argument. */
const DIRECTORY = 'dist/man'

/**
 * `npm run man`: writes a page of the manual for each command, from its help text.
 * @param {string[]} args the directory
 */
export async function main([directory = DIRECTORY]) {
  await setUp({ until: 'documents' })
  for (const [file, text] of Object.entries(await pages())) {
    mkdirSync(join(directory, `man${file.at(-1)}`), { recursive: true })
    writeFileSync(join(directory, `man${file.at(-1)}`, file), text)
  }
}

/** All pages, by file. */
async function pages() {
  const { tsImport } = await import('tsx/esm/api')
  const { readEnvironment } = await tsImport('../src/cli/environment.ts', import.meta.url)
  const { createProgram } = await tsImport('../src/cli/program.ts', import.meta.url)
  const { USAGE } = await tsImport('../src/flags.ts', import.meta.url)
  // The defaults in the help are those of any user.
  const environment = readEnvironment({ XDG_DATA_HOME: '~/.local/share' })
  const program = await createProgram(environment, version, undefined)
  const commands = program.commands.filter((command) => command.name() !== 'help')
  const all = { 'buildspy.1': pageOf(program, commands), 'buildspyd.8': daemonPage(USAGE) }
  for (const command of commands) all[`buildspy-${command.name()}.1`] = pageOf(command, [])
  return all
}

/** The page of a command. @param commands those below it */
function pageOf(command, commands) {
  const help = command.createHelp()
  const name = command.parent ? `buildspy-${command.name()}` : 'buildspy'
  const summary = command.summary() || command.description().replace(/\.$/, '')
  const options = help
    .visibleOptions(command)
    .map((option) => item(help.optionTerm(option), help.optionDescription(option)))
  const parameters = help
    .visibleArguments(command)
    .map((argument) => item(help.argumentTerm(argument), help.argumentDescription(argument)))
  const list = commands.map((each) => item(`buildspy-${each.name()}(1)`, each.summary()))
  return page(name, 1, [
    ...section('NAME', `${escaped(name)} \\- ${escaped(summary)}`),
    ...section('SYNOPSIS', `.B ${escaped(help.commandUsage(command))}`),
    ...section('DESCRIPTION', escaped(command.description())),
    ...section('COMMANDS', list.join('\n')),
    ...section('ARGUMENTS', parameters.join('\n')),
    ...section('OPTIONS', options.join('\n')),
    ...textAfter(command).flatMap(({ heading, body }) => section(heading, verbatim(body))),
    ...section('SEE ALSO', command.parent ? '.BR buildspy (1)' : '.BR buildspyd (8)'),
  ])
}

/** The sections behind the options: `Examples:`, `Exit codes:` and others. */
function textAfter(command) {
  const parts = []
  const write = (text) => parts.push(text)
  command.emit('afterHelp', { command, error: false, write })
  return sectionsOf(parts.join('\n'))
}

/** The parts of a text whose headings are lines that end in a colon. */
function sectionsOf(text) {
  const sections = []
  for (const line of text.trim().split('\n')) {
    const heading = /^(\S.*):$/.exec(line)?.[1]
    if (heading) sections.push({ heading: heading.toUpperCase(), body: '' })
    else if (sections.length > 0) sections.at(-1).body += `${line}\n`
    else if (line) sections.push({ heading: 'NOTES', body: `${line}\n` })
  }
  return sections.map(({ heading, body }) => ({ heading, body: body.trimEnd() }))
}

/** The page of the daemon, whose help is a text. */
function daemonPage(usage) {
  const found = /^buildspyd — (?<summary>.+)\n\nUsage: (?<synopsis>[^]+?)\n\n(?<rest>[^]+)$/.exec(usage)
  const { summary = '', synopsis = '', rest = '' } = found?.groups ?? {}
  const forms = synopsis.split('\n').map((line) => line.trim().split(/ {2,}/))
  return page('buildspyd', 8, [
    ...section('NAME', `buildspyd \\- ${escaped(summary)}`),
    ...section('SYNOPSIS', forms.map(([form]) => `.B ${escaped(form)}`).join('\n.br\n')),
    ...section(
      'COMMANDS',
      forms
        .filter(([, does]) => does)
        .map(([form, does]) => `.TP\n.B ${escaped(form)}\n${escaped(does)}.`)
        .join('\n'),
    ),
    ...sectionsOf(rest).flatMap(({ heading, body }) => section(escaped(heading), verbatim(body))),
    ...section('SEE ALSO', '.BR buildspy (1)'),
  ])
}

const page = (name, number, lines) => `${[titleLine(name, number, version), ...lines].join('\n')}\n`
