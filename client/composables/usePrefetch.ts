import { onMounted } from 'vue'
import { useRouter } from 'vue-router'

/** How long after the first page the others are fetched, so that they do not delay it. */
const PAUSE_MS = 800

/**
 * Fetches the code of every page, so that each still opens after the daemon went away. The document says so by
 * `data-prefetched`.
 */
export function usePrefetch(): void {
  const { getRoutes } = useRouter()

  const fetchAll = async (): Promise<void> => {
    const pages = getRoutes().map(({ components }): unknown => components?.['default'])
    // A page that was loaded already is an object. What cannot be fetched now is fetched when it is visited.
    await Promise.allSettled(pages.map((page) => (typeof page === 'function' ? page() : page)))
    document.documentElement.toggleAttribute('data-prefetched', true)
  }

  onMounted(() => setTimeout(() => void fetchAll(), PAUSE_MS))
}
