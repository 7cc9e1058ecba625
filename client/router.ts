import { createRouter, createWebHistory } from 'vue-router'
import RunsPage from './pages/RunsPage.vue'

/** The pages. All but the first are loaded when they are first visited. */
export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', redirect: '/runs' },
    { path: '/runs', name: 'runs', component: RunsPage, meta: { title: 'Runs' } },
    { path: '/runs/:id', name: 'run', component: () => import('./pages/RunPage.vue'), props: true },
    { path: '/:path(.*)*', name: 'lost', component: () => import('./pages/LostPage.vue') },
  ],
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
})

router.afterEach((to) => {
  const { title } = to.meta
  document.title = typeof title === 'string' ? `${title} · BuildSpy` : 'BuildSpy'
})
