/** The commands and options of a program, as completions need them. */
export type Shape = readonly {
  readonly name: string
  readonly summary: string
  /** The kind of its arguments: ids of runs, a command to run, or one of these words. */
  readonly takes: 'runs' | 'command' | readonly string[]
  readonly options: readonly {
    readonly names: readonly string[]
    readonly description: string
    readonly choices: readonly string[]
    readonly takesValue: boolean
  }[]
}[]

/** Ids of the latest runs, as a shell asks for them while the user types; nothing without a daemon. */
const IDS = `buildspy ls --limit 50 2>/dev/null | tail -n +2 | cut -d ' ' -f 1`

/** For bash (`complete -F`). */
export function bashCompletion(commands: Shape): string {
  const cases = commands.map(({ name, options, takes }) => {
    const words = options.flatMap(({ names }) => names).join(' ')
    const own =
      takes === 'runs'
        ? `words="last last~1 $(${IDS})"`
        : `words='${takes === 'command' ? '' : takes.join(' ')}'`
    return `    ${name}) if [[ $current == -* ]]; then words='${words}'; else ${own}; fi ;;`
  })
  const choices = commands.flatMap(({ options }) =>
    options
      .filter(({ choices }) => choices.length > 0)
      .map(({ names, choices }) => `    ${names.join('|')}) words='${choices.join(' ')}' ;;`),
  )
  return `_buildspy() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} words=''
  if (( COMP_CWORD == 1 )); then
    COMPREPLY=($(compgen -W '${commands.map(({ name }) => name).join(' ')} --help --version' -- "$current"))
    return
  fi
  case \${COMP_WORDS[1]} in
${cases.join('\n')}
  esac
  case $previous in
${choices.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _buildspy buildspy
`
}

/** For zsh (`compdef`). */
export function zshCompletion(commands: Shape): string {
  const quote = (text: string): string => text.replaceAll("'", "'\\''").replaceAll(/[[\]:]/g, String.raw`\$&`)
  const descriptions = commands.map(({ name, summary }) => `    '${name}:${quote(summary)}'`)
  const cases = commands.map(({ name, options, takes }) => {
    const specs = options.flatMap(({ names, description, choices, takesValue }) =>
      names.map((option) => {
        const value = choices.length > 0 ? `:value:(${choices.join(' ')})` : takesValue ? ':value:' : ''
        // A long option also accepts its value after `=`.
        const joined = value !== '' && option.startsWith('--') ? '=' : ''
        return `'${option}${joined}[${quote(description)}]${value}'`
      }),
    )
    const rest =
      takes === 'runs'
        ? `"*:run:(last last~1 $(${IDS}))"`
        : takes === 'command'
          ? `'(-)1:command: _command_names -e' '*::argument: _normal'`
          : `'*:value:${takes.length > 0 ? `(${takes.join(' ')})` : '_files'}'`
    return `    ${name}) _arguments -S ${[...specs, rest].join(' ')} ;;`
  })
  return `#compdef buildspy
_buildspy() {
  local -a subcommands=(
${descriptions.join('\n')}
  )
  if (( CURRENT == 2 )); then _describe command subcommands; return; fi
  local subcommand=$words[2]
  shift words; (( CURRENT-- ))
  case $subcommand in
${cases.join('\n')}
  esac
}
_buildspy "$@"
`
}

/** For fish (`complete -c`). */
export function fishCompletion(commands: Shape): string {
  const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`
  const lines = commands.flatMap(({ name, summary, options, takes }) => {
    const within = `-n '__fish_seen_subcommand_from ${name}'`
    const values =
      takes === 'runs'
        ? `last last~1 (${IDS})`
        : takes === 'command'
          ? '(__fish_complete_subcommand --fcs-skip=3)'
          : takes.join(' ')
    return [
      `complete -c buildspy -f -n __fish_use_subcommand -a ${name} -d ${quote(summary)}`,
      ...(values === '' ? [] : [`complete -c buildspy -f ${within} -a "${values}"`]),
      ...options.map(({ names, description, choices, takesValue }) => {
        const spellings = names.map((option) =>
          option.startsWith('--') ? `-l ${option.slice(2)}` : `-s ${option.slice(1)}`,
        )
        const value = choices.length > 0 ? ` -x -a ${quote(choices.join(' '))}` : takesValue ? ' -r' : ''
        return `complete -c buildspy ${within} ${spellings.join(' ')}${value} -d ${quote(description)}`
      }),
    ]
  })
  return `${lines.join('\n')}\n`
}
