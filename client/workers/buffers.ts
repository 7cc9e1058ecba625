/** The memory of all typed arrays in a plain value. A message moves it instead of copying it. */
export function buffersOf(value: unknown, into = new Set<ArrayBuffer>()): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) into.add(value.buffer as ArrayBuffer)
  else if (typeof value === 'object' && value !== null && !Array.isArray(value))
    for (const part of Object.values(value)) buffersOf(part, into)
  return [...into]
}
