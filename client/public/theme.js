// Sets the theme before the first paint; client/composables/useTheme.ts does so afterwards.
try {
  const chosen = localStorage.getItem('buildspy-theme')
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
} catch {
  // Without storage the style sheet follows the system.
}
