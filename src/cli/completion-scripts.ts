/** The commands and options of a program, as completions need them. */
export type Shape = readonly {
  readonly name: string
  readonly summary: string
  /** Its arguments are ids of runs. */
  readonly takesRuns: boolean
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
  const cases = commands.map(({ name, options, takesRuns }) => {
    const words = options.flatMap(({ names }) => names).join(' ')
    const ids = takesRuns ? `words="last $(${IDS})"` : ':'
    return `    ${name}) if [[ $current == -* ]]; then words='${words}'; else ${ids}; fi ;;`
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
  const cases = commands.map(({ name, options, takesRuns }) => {
    const specs = options.flatMap(({ names, description, choices, takesValue }) =>
      names.map((option) => {
        const value = choices.length > 0 ? `:value:(${choices.join(' ')})` : takesValue ? ':value:' : ''
        return `'${option}[${quote(description)}]${value}'`
      }),
    )
    const rest = takesRuns ? `"*:run:(last $(${IDS}))"` : `'*::argument:_normal'`
    return `    ${name}) _arguments ${[...specs, rest].join(' ')} ;;`
  })
  return `#compdef buildspy
_buildspy() {
  local -a commands=(
${descriptions.join('\n')}
  )
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  local command=$words[2]
  shift words; (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
}
_buildspy "$@"
`
}

/** For fish (`complete -c`). */
export function fishCompletion(commands: Shape): string {
  const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`
  const lines = commands.flatMap(({ name, summary, options, takesRuns }) => {
    const within = `-n '__fish_seen_subcommand_from ${name}'`
    return [
      `complete -c buildspy -f -n __fish_use_subcommand -a ${name} -d ${quote(summary)}`,
      ...(takesRuns ? [`complete -c buildspy -f ${within} -a "last (${IDS})"`] : []),
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
