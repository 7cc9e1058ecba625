import { InvalidArgumentError, Option, type Command } from 'commander'
import { FILE_SCOPES } from '../../collector/record/files/project.ts'
import { TRACER_CHOICES } from '../../collector/tracers/choices.ts'
import type { Environment } from '../environment.ts'
import { parseCollectorUrl } from '../../otlp/collector.ts'
import { commandStart, settleFiles } from './own-options.ts'

/** Adds the options that say how a build is recorded: `--tracer`, `--files`, `--label`, `--otlp`, `--no-redact` and `--quiet`. */
export function withRecording(command: Command, environment: Environment): Command {
  command
    .addOption(
      new Option('--tracer <tracer>', 'how to record; auto: ptrace, or poll if ptrace is refused')
        .choices(TRACER_CHOICES)
        .default('auto'),
    )
    .addOption(
      new Option(
        '--files [scope]',
        "record which files each process reads and writes; with =project, without the system's (BUILDSPY_FILES)",
      )
        .choices(FILE_SCOPES)
        .default(environment.files),
    )
    .addOption(
      new Option('--label <key=value>', 'label to find the build by; may be repeated')
        .argParser(addLabel)
        .default(environment.labels, 'in CI: branch, commit, job'),
    )
    .addOption(
      new Option(
        '--otlp <url>',
        'at the end, send the build to an OpenTelemetry collector, such as http://localhost:4318 (OTEL_EXPORTER_OTLP_HEADERS)',
      ).argParser(parseCollector),
    )
    .option('--no-redact', 'keep passwords, tokens and keys in the recorded command lines')
    .option('-q, --quiet', 'print no summary and no notes on stderr')
  const parse = command.parseOptions.bind(command)
  command.parseOptions = (args) => parse(settleFiles(args, commandStart(args, command.options)))
  return command
}

/** @throws InvalidArgumentError */
function addLabel(text: string, labels: Readonly<Record<string, string>>): Record<string, string> {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidArgumentError('It must be like key=value.')
  return { ...labels, [text.slice(0, at)]: text.slice(at + 1) }
}

/** @throws InvalidArgumentError */
function parseCollector(text: string): URL {
  const url = parseCollectorUrl(text)
  if (url) return url
  throw new InvalidArgumentError('It must be like http://localhost:4318, without a password or a query.')
}
