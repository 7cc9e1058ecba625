/** Node joins the failures of several addresses (`localhost` is two) into one error without a message. */
export function networkReason(error: unknown): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error
  return first instanceof Error ? first.message : String(first)
}
