import { createApp } from 'vue'
import './style.css'
import { readPageData } from './read-page-data.ts'
import ViewerPage from './ViewerPage.vue'

/** The page of one run, in one file: it reads what the file holds, and asks nobody. */
try {
  createApp(ViewerPage, { data: await readPageData() }).mount('#app')
} catch (error) {
  document.body.textContent = `This file cannot be shown: ${String(error)}`
}
