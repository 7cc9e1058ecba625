import { createRouter, createWebHistory } from 'vue-router'
import { followNavigations } from './composables/url/useQuery.ts'
import RunsPage from './pages/RunsPage.vue'

/** The pages. All but the first are loaded at the first visit. */
export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', redirect: '/runs' },
    { path: '/runs', name: 'runs', component: RunsPage, meta: { title: 'Runs' } },
    {
      path: '/runs/:id',
      component: () => import('./pages/run/RunPage.vue'),
      props: true,
      children: [
        { path: '', name: 'run', component: () => import('./pages/run/OverviewPage.vue') },
        { path: 'timeline', name: 'timeline', component: () => import('./pages/run/TimelinePage.vue') },
        { path: 'flame', name: 'flame', component: () => import('./pages/run/FlamePage.vue') },
        { path: 'processes', name: 'processes', component: () => import('./pages/run/ProcessesPage.vue') },
        {
          path: 'critical-path',
          name: 'critical-path',
          component: () => import('./pages/run/CriticalPathPage.vue'),
        },
      ],
    },
    {
      path: '/compare',
      name: 'compare',
      component: () => import('./pages/ComparePage.vue'),
      meta: { title: 'Compare' },
    },
    {
      path: '/trends',
      name: 'trends',
      component: () => import('./pages/TrendsPage.vue'),
      meta: { title: 'Trends' },
    },
    { path: '/:path(.*)*', name: 'lost', component: () => import('./pages/LostPage.vue') },
  ],
  // The pages of one run share a head, so switching between them keeps the scroll position. The next page of a list begins at
  // its top.
  scrollBehavior: (to, from, saved) =>
    saved ??
    ((to.path === from.path && to.query['after'] === from.query['after']) ||
    (to.params['id'] && to.params['id'] === from.params['id'])
      ? false
      : { top: 0 }),
})

followNavigations(router)
router.afterEach((to) => {
  const { title } = to.meta
  if (to.params['id'] && document.title.includes(' · ')) return
  document.title = typeof title === 'string' ? `${title} · BuildSpy` : 'BuildSpy'
})
