import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import type { Span } from '../../src/otlp/spans.ts'
import { decodeJsonStrictly, loadProtos } from './protos.ts'

const V1 = 'opentelemetry/proto/collector'
const root = loadProtos(`${V1}/trace/v1/trace_service.proto`, `${V1}/metrics/v1/metrics_service.proto`)
const TYPES: Readonly<Record<string, string>> = {
  '/v1/traces': 'trace.v1.ExportTraceServiceRequest',
  '/v1/metrics': 'metrics.v1.ExportMetricsServiceRequest',
}

/** Decodes the body of a request by the official definition. */
export const decodeRequest = (path: string, body: string) =>
  decodeJsonStrictly(root.lookupType(`opentelemetry.proto.collector.${TYPES[path]}`), body)

/**
 * A collector of OpenTelemetry that decodes what it gets, and refuses what the definition does not have with status 400.
 * @param statusOf the status of the n-th request, from 0
 */
export async function otlpCollector(statusOf: (request: number) => number = () => 200) {
  const spans: Span[] = []
  const metrics: string[] = []
  const headers: IncomingHttpHeaders[] = []
  const server = createServer(async (request, response) => {
    const status = statusOf(headers.push(request.headers) - 1)
    let body = ''
    for await (const part of request.setEncoding('utf8')) body += String(part)
    response.setHeader('content-type', 'application/json')
    if (status !== 200) return void response.writeHead(status).end('{}')
    try {
      const decoded = decodeRequest(request.url!, body)
      if (request.url === '/v1/traces') spans.push(...decoded.resourceSpans[0].scopeSpans[0].spans)
      else
        for (const { name } of decoded.resourceMetrics[0].scopeMetrics[0].metrics as { name: string }[])
          metrics.push(name)
      response.end('{"partialSuccess":{}}')
    } catch (error) {
      response.writeHead(400).end(String(error))
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () => new Promise<void>((resolve) => void server.close(() => resolve()))
  onTestFinished(async () => {
    server.closeAllConnections()
    await close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, spans, metrics, headers }
}
