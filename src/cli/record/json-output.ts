import { openSync } from 'node:fs'
import { InvalidArgumentError } from 'commander'
import { DescriptorWriter, standardError } from '../../collector/delivery/descriptor-writer.ts'
import { TracerRefused } from '../../collector/tracers/tracer.ts'
import { preparedOrigin } from './prepare-run.ts'

/** The values of `--json` and `--json-fd`. */
export interface JsonOptions {
  /** A file; true for standard error. */
  readonly json?: string | true
  readonly jsonFd?: number
}

/**
 * Where the summary goes as JSON, if it does.
 * @throws TracerRefused if the file cannot be made: nothing has run then
 */
export function openJson({ json, jsonFd }: JsonOptions): DescriptorWriter | undefined {
  if (jsonFd !== undefined) return new DescriptorWriter(jsonFd)
  if (json === undefined) return undefined
  if (json === true) return standardError
  try {
    return new DescriptorWriter(openSync(json, 'w'))
  } catch (cause) {
    throw new TracerRefused(`${json} cannot be written: ${(cause as Error).message}`, { cause })
  }
}

/** @throws InvalidArgumentError unless we were started with such a descriptor: others are Node's */
export function parseDescriptor(text: string): number {
  const fd = Number(text)
  if (![1, 2, ...preparedOrigin().descriptors].includes(fd))
    throw new InvalidArgumentError('No such descriptor is open; a shell opens one with 3>FILE.')
  return fd
}

/**
 * Tells the file of `--json FILE -- COMMAND` from the command of `--json COMMAND`, which has no `--`.
 * @param args what stands behind `buildspy run`
 * @param start where the command begins: an option behind it is its own
 */
export function settleJson(args: readonly string[], start: number): string[] {
  const at = args.slice(0, start).indexOf('--json')
  const end = args.indexOf('--')
  const hasFile = at >= 0 && end > at + 1 && !args[at + 1]!.startsWith('-')
  if (hasFile) return [...args.slice(0, at), `--json=${args[at + 1]}`, ...args.slice(at + 2)]
  // The empty file is standard error.
  return at >= 0 && (end < 0 || at < end)
    ? [...args.slice(0, at), '--json=', ...args.slice(at + 1)]
    : [...args]
}
