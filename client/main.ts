import urql from '@urql/vue'
import { createApp } from 'vue'
import App from './App.vue'
import { router } from './router.ts'
import './style.css'
import { client } from './daemon/graph-client.ts'

createApp(App).use(urql, client).use(router).mount('#app')
