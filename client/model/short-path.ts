import { visible } from '../../src/domain/analysis/visible.ts'

/** A directory for a page, short enough to read. A long path keeps its end. */
export function shortPath(directory: string, most = 40): string {
  const path = visible(directory)
  if (path.length <= most) return path
  const parts = path.split('/')
  let short = parts.pop() ?? ''
  while (parts.length > 0 && short.length + parts.at(-1)!.length + 3 <= most)
    short = `${parts.pop()}/${short}`
  return `…/${short}`
}
