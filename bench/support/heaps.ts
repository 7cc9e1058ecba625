import type { CDPSession } from '@playwright/test'

/** Answer of `Runtime.getHeapUsage` (https://chromedevtools.github.io/devtools-protocol/tot/Runtime/#method-getHeapUsage). */
interface HeapUsage {
  readonly usedSize: number
  readonly backingStorageSize?: number
}

/**
 * Attaches to a page and to the workers it starts.
 * @returns what tells their JavaScript memory together, with the buffers of typed arrays, in MB
 */
export function watchHeaps(page: CDPSession): () => Promise<number> {
  const workers = new Set<string>()
  const waiting = new Map<number, (usage: HeapUsage) => void>()
  let asked = 0
  page.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    if (targetInfo.type === 'worker') workers.add(sessionId)
  })
  page.on('Target.detachedFromTarget', ({ sessionId }) => workers.delete(sessionId))
  page.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result } = JSON.parse(message) as { id: number; result: HeapUsage }
    waiting.get(id)?.(result)
    waiting.delete(id)
  })
  // Not flattened: a session of Playwright speaks to its own target alone.
  void page.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false })
  const askWorker = (sessionId: string) =>
    new Promise<HeapUsage>((resolve) => {
      waiting.set(++asked, resolve)
      const message = JSON.stringify({ id: asked, method: 'Runtime.getHeapUsage' })
      void page.send('Target.sendMessageToTarget', { sessionId, message })
    })
  return async () => {
    const usages = await Promise.all([page.send('Runtime.getHeapUsage'), ...[...workers].map(askWorker)])
    return (
      usages.reduce((sum, { usedSize, backingStorageSize = 0 }) => sum + usedSize + backingStorageSize, 0) /
      1e6
    )
  }
}
