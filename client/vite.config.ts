import tailwindcss from '@tailwindcss/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

/** The address of a running daemon, for the development server. */
const daemon = 'http://127.0.0.1:8080'

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [vue(), tailwindcss()],
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    target: 'es2022',
    // An inlined asset would be a data: URL, which a strict content security policy refuses.
    assetsInlineLimit: 0,
  },
  server: {
    proxy: {
      '/graphql': { target: daemon, ws: true },
      '/api': { target: daemon, ws: true },
    },
  },
})
