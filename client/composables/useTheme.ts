import { useMediaQuery, useStorage } from '@vueuse/core'
import { computed, watch } from 'vue'

/** The user's choice. */
export type ThemeChoice = 'system' | 'light' | 'dark'

// The key and the attribute are those of public/theme.js, which sets the theme before the first paint.
const choice = useStorage<ThemeChoice>('buildspy-theme', 'system')
const systemIsDark = useMediaQuery('(prefers-color-scheme: dark)')
const theme = computed(() =>
  choice.value === 'dark' || (choice.value !== 'light' && systemIsDark.value) ? 'dark' : 'light',
)

watch(theme, (now) => (document.documentElement.dataset['theme'] = now), { immediate: true, flush: 'sync' })

/** The chosen theme, and the resulting one. */
export const useTheme = () => ({ choice, theme })
