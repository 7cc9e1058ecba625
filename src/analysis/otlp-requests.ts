import { TooLarge } from '../errors.ts'
import { requestsOf, type OtlpRequest } from '../otlp/requests.ts'
import type { RunColumns } from './columns.ts'
import type { OtlpQuestion } from './messages.ts'

/** Bytes of the requests of a run, at most: the daemon holds them while it sends them. */
const MOST_BYTES = 64 * 1024 * 1024

/** Makes the requests that send a run to a collector of OpenTelemetry. @throws TooLarge above `MOST_BYTES` */
export function otlpRequests({ run, named }: OtlpQuestion, processes: RunColumns): readonly OtlpRequest[] {
  const { id, workingDir, cores, exitCode, until } = run
  const facts = { ...named, id, workingDir, cores, exitCode, wall: until, files: null, machine: null }
  const requests: OtlpRequest[] = []
  let bytes = 0
  for (const request of requestsOf({ ...facts, origin: processes.origin, processes })) {
    bytes += request.body.byteLength
    if (bytes > MOST_BYTES) throw new TooLarge(`its trace has more than ${MOST_BYTES} bytes`)
    requests.push(request)
  }
  return requests
}
