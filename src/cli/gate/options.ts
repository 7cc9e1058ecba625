import { InvalidArgumentError, Option, type Command } from 'commander'

/** What `--fail-if-slower` and `--baseline` gave. */
export interface GateOptions {
  /** 0.1 is a tenth. */
  readonly failIfSlower?: number
  readonly baseline?: string
}

/** Adds `--fail-if-slower` and `--baseline`. */
export const withGate = (command: Command): Command =>
  command
    .addOption(
      new Option(
        '--fail-if-slower <percent>',
        'end with exit code 3 if the wall or CPU time is above the baseline by more, such as 10%',
      ).argParser(percentOption),
    )
    .option(
      '--baseline <dir>',
      'compare with the records in a directory: *.ndjson, packed or not, of the same command',
    )

/** @returns the share, 0.1 of `10%` or `10` @throws InvalidArgumentError */
export function percentOption(text: string): number {
  const percent = /^\d{1,4}(?:\.\d{1,3})?%?$/.test(text) ? Number.parseFloat(text) : NaN
  if (Number.isNaN(percent)) throw new InvalidArgumentError('It must be a percentage, like 10%.')
  return percent / 100
}
