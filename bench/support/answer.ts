/** Asks, and reads the answer to its end. @returns its bytes, and milliseconds from the request to the last of them */
export async function timed(url: string, init: RequestInit = {}): Promise<{ ms: number; bytes: number }> {
  const began = performance.now()
  const answer = await fetch(url, init)
  let bytes = 0
  for await (const chunk of answer.body!) bytes += (chunk as Uint8Array).length
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`)
  return { ms: performance.now() - began, bytes }
}
