import { parentPort } from 'node:worker_threads'
import { FileJournalWriter } from './file-journal-writer.ts'
import type { ServeMessage, ServeRequest } from './file-messages.ts'
import { Lives } from './lives.ts'
import { Notifications } from './notifications.ts'
import { Places } from './places.ts'
import { Server } from './serve.ts'

/** The thread that serves the notifications of a build's calls on files: each of them waits for it. */
const post = (message: ServeMessage): void => parentPort!.postMessage(message)

parentPort!.once('message', (request: ServeRequest | null) => {
  // Without a request the thread is not needed, and ends.
  if (!request) return
  const { listener, stop, page } = request.listener
  const journal = new FileJournalWriter((chunk) => request.chunks.postMessage(chunk))
  const places = new Places(new Lives(request.lives))
  const errors = new Set<string>()
  const server = new Server(new Notifications(listener, stop, page), places, journal, request.clock)
  server.serve((error) => errors.add(String(error)))
  request.chunks.close()
  post({ errors: [...errors] })
})
