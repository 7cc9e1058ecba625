import { createHash } from 'node:crypto'
import tailwindcss from '@tailwindcss/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig, type Plugin } from 'vite'

/** The page of one run in one file: script and style stand in it, and nothing else may be loaded or run. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  publicDir: false,
  plugins: [vue(), tailwindcss(), inOneFile()],
  build: {
    outDir: '../../dist/viewer',
    emptyOutDir: true,
    target: 'es2022',
    cssCodeSplit: false,
    modulePreload: false,
    // Printed on a terminal, the page must not steer it.
    rolldownOptions: { output: { charset: 'ascii' } },
  },
})

/** Puts the only script and the only style sheet into the page, with a policy that allows these alone. */
function inOneFile(): Plugin {
  return {
    name: 'in-one-file',
    enforce: 'post',
    generateBundle(_, bundle) {
      const files = Object.entries(bundle)
      const page = files.find(([name]) => name.endsWith('.html'))?.[1]
      const script = files.find(([name]) => name.endsWith('.js'))?.[1]
      const style = files.find(([name]) => name.endsWith('.css'))?.[1]
      if (page?.type !== 'asset' || script?.type !== 'chunk' || style?.type !== 'asset' || files.length !== 3)
        throw new Error(`The page is not one file: ${Object.keys(bundle).join(', ')}`)
      // A script that ends in the middle of itself would go on as text.
      // The minifier leaves tabs in strings alone, and a tab steers the terminal that shows the file.
      const code = script.code
        .trim()
        .replaceAll('</script', String.raw`<\/script`)
        .replaceAll('\t', String.raw`\t`)
      const policy = `default-src 'none'; script-src '${hashOf(code)}'; style-src 'unsafe-inline'; img-src data:`
      page.source = String(page.source)
        .replace(/ *<script type="module"[^>]*><\/script>\n?/, '')
        .replace(/ *<link rel="stylesheet"[^>]*>\n?/, '')
        .replace('</head>', () => `  <style>${String(style.source)}</style>\n  </head>`)
        .replace('</body>', () => `  <script type="module">${code}</script>\n  </body>`)
        .replace(
          /(<meta charset="UTF-8" *\/?>)/,
          () =>
            `<meta charset="UTF-8" />\n    <meta http-equiv="Content-Security-Policy" content="${policy}" />`,
        )
      for (const [name, file] of files) if (file !== page) delete bundle[name]
    },
  }
}

const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`
