import type Documents from './documents.json'

/** A document of the catalogue. */
export type TrustedDocument = (typeof Documents)[number]

/** The documents that our own clients send, by id, and their normal forms. */
export interface Catalogue {
  readonly documents: readonly TrustedDocument[]
  /** @param id `sha256:` and the digest of the document; the prefix may be absent */
  find(id: string): TrustedDocument | undefined
}

const PREFIX = 'sha256:'

let catalogue: Promise<Catalogue> | undefined

/** The catalogue, which `npm run documents` makes. It is read at the first request for it. */
export const readCatalogue = (): Promise<Catalogue> => (catalogue ??= read())

async function read(): Promise<Catalogue> {
  const { default: documents } = await import('./documents.json', { with: { type: 'json' } })
  const byId = new Map(documents.map((document) => [document.id, document]))
  return {
    documents,
    find: (id) => byId.get(id.startsWith(PREFIX) ? id : PREFIX + id),
  }
}
