import { useRouter, type RouteLocationNormalized, type Router } from 'vue-router'

/** Changes of the URL's parameters in progress. The next change would otherwise be made without them. */
const wanted = new Map<string, string | undefined>()
let last = 0

/** Where the navigation in progress leads. */
let target: RouteLocationNormalized | undefined

/** Follows the router's navigations, so that no change of a parameter cancels the way to another page. */
export function followNavigations(router: Router): void {
  const ended = (to: RouteLocationNormalized) => void (to === target && (target = undefined))
  router.beforeEach((to) => void (target = to))
  router.afterEach(ended)
  router.onError((_, to) => ended(to))
}

/**
 * Changes parameters of the URL without a new entry in the history; undefined removes a parameter.
 * A page that is being left keeps the URL that it has.
 */
export function useQuery(): (changes: Readonly<Record<string, string | undefined>>) => void {
  const router = useRouter()
  return (changes) => {
    const { path, query } = router.currentRoute.value
    if (target && target.path !== path) return
    for (const [name, value] of Object.entries(changes)) wanted.set(name, value)
    const changed = Object.entries({ ...query, ...Object.fromEntries(wanted) })
    const mine = ++last
    const settled = () => mine === last && wanted.clear()
    void router
      .replace({ query: Object.fromEntries(changed.filter(([, value]) => value !== undefined)) })
      .finally(settled)
  }
}
