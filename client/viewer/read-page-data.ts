import type { PageData } from '../../src/domain/analysis/export/page-data.ts'

/** Reads the run that the file holds: JSON, compressed by gzip, in base64. @throws Error if the file holds none */
export async function readPageData(): Promise<PageData> {
  const text = document.querySelector('#run')?.textContent.trim()
  if (!text) throw new Error('it holds no build')
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))
  return (await new Response(unpacked).json()) as PageData
}
