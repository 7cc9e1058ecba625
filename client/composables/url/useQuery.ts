import { useRouter } from 'vue-router'

/** Changes of the URL's parameters in progress. The next change would otherwise be made without them. */
const wanted = new Map<string, string | undefined>()
let last = 0

/** Changes parameters of the URL without a new entry in the history; undefined removes a parameter. */
export function useQuery(): (changes: Readonly<Record<string, string | undefined>>) => void {
  const router = useRouter()
  return (changes) => {
    for (const [name, value] of Object.entries(changes)) wanted.set(name, value)
    const { query } = router.currentRoute.value
    const changed = Object.entries({ ...query, ...Object.fromEntries(wanted) })
    const mine = ++last
    const settled = () => mine === last && wanted.clear()
    void router
      .replace({ query: Object.fromEntries(changed.filter(([, value]) => value !== undefined)) })
      .finally(settled)
  }
}
