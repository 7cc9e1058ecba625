import { readdirSync, readFileSync } from 'node:fs'
import { defineConfig } from 'vitepress'

const root = new URL('../../', import.meta.url)
const read = (file) => readFileSync(new URL(file, root), 'utf8')
const { repository } = JSON.parse(read('package.json'))

/** Pages that stand at the top of the repository, where people look for them first. */
const TOP = {
  'README.md': 'index.md',
  'ARCHITECTURE.md': 'architecture.md',
  'CHANGELOG.md': 'changelog.md',
  'CODE_OF_CONDUCT.md': 'code-of-conduct.md',
  'CONTRIBUTING.md': 'contributing.md',
  'PROTOCOL.md': 'protocol.md',
  'SECURITY.md': 'security-policy.md',
}

/** The decisions, by number, each called by its heading. */
const decisions = readdirSync(new URL('docs/adr/', root))
  .filter((name) => /^\d/.test(name))
  .toSorted()
  .map((name) => ({
    text: /^# (?<heading>.+)$/m.exec(read(`docs/adr/${name}`)).groups.heading,
    link: `/adr/${name.replace(/\.md$/, '')}`,
  }))

/** The site of `npm run docs`: the Markdown of the repository as it is, and the graph's reference out of its schema. */
export default defineConfig({
  title: 'BuildSpy',
  description: "Shows where a build's time goes, and what would make it faster.",
  srcDir: '..',
  srcExclude: ['**/node_modules/**', '{src,client,test,bench,scripts,dist,prisma,.github,.changeset}/**'],
  rewrites: { ...TOP, 'docs/:page*': ':page*' },
  cleanUrls: true,
  markdown: {
    config(markdown) {
      markdown.core.ruler.push('repository-links', linkToRepository)
      markdown.core.ruler.push('pictures', nameBesides)
    },
  },
  ignoreDeadLinks: [/^https?:\/\/localhost/],
  themeConfig: {
    search: { provider: 'local' },
    socialLinks: [{ icon: 'github', link: addressOf(repository) }],
    nav: [
      { text: 'Guide', link: '/investigating-a-slow-build' },
      { text: 'Reference', link: '/protocol' },
      { text: 'Why', link: '/architecture' },
    ],
    sidebar: [
      {
        text: 'Guide',
        items: [
          { text: 'What it is', link: '/' },
          { text: 'Investigating a slow build', link: '/investigating-a-slow-build' },
          { text: 'Predictions', link: '/predictions' },
          { text: 'Pictures', link: '/pictures' },
          { text: 'In CI', link: '/ci' },
          { text: 'Export', link: '/export' },
          { text: 'For agents', link: '/agents' },
          { text: 'Performance', link: '/performance' },
        ],
      },
      {
        text: 'Run the daemon',
        items: [
          { text: 'Operations', link: '/operations' },
          { text: 'Webhook', link: '/webhook' },
          { text: 'Scaling', link: '/scaling' },
          { text: 'Security', link: '/security' },
        ],
      },
      {
        text: 'Reference',
        items: [
          { text: 'REST and WebSocket', link: '/protocol' },
          { text: 'The graph', link: '/graph' },
          { text: 'Asking the graph', link: '/graphql' },
          { text: 'Changes', link: '/changelog' },
        ],
      },
      {
        text: 'Inside',
        items: [
          { text: 'Architecture', link: '/architecture' },
          { text: 'Contributing', link: '/contributing' },
          { text: 'Simulation', link: '/simulation' },
          { text: 'Decisions', link: '/adr/README', collapsed: true, items: decisions },
        ],
      },
    ],
  },
})

function addressOf({ url }) {
  return url.replace(/^git\+|\.git$/g, '')
}

/** Links are those of the repository: to a page of the site, or, to code and folders, to the repository's host. */
function linkToRepository({ tokens, env }) {
  for (const token of tokens.flatMap(({ children }) => children ?? [])) {
    const href = token.type === 'link_open' && token.attrGet('href')
    if (!href || /^(https?:|mailto:|#|\/)/.test(href) || href.endsWith('.png')) continue
    const { pathname, hash } = new URL(href, new URL(env.realPath ?? env.path, root))
    const path = pathname.slice(root.pathname.length)
    const page = TOP[path] ?? /^docs\/(?<name>.+\.md)$/.exec(path)?.groups.name
    token.attrSet('href', page ? `/${page}${hash}` : `${addressOf(repository)}/tree/main/${path}`)
  }
}

/** HTML names a picture beside its page plainly; for Vite that would be a package. */
function nameBesides({ tokens }) {
  for (const token of tokens.flatMap((block) => [block, ...(block.children ?? [])]))
    if (token.type.startsWith('html_'))
      token.content = token.content.replace(/(src|srcset)="(?=[\w-]+\/)/g, '$1="./')
}
