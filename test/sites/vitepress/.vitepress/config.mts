import marginalia from 'marginalia-vitepress'
import { defineConfig } from 'vitepress'

export default defineConfig({
  title: 'The lamp guide',
  vite: {
    plugins: [marginalia({ endpoint: 'https://marginalia.example.workers.dev' })],
  },
  themeConfig: {
    nav: [{ text: 'Examples', link: '/markdown-examples' }],
    sidebar: [{ text: 'Guide', items: [{ text: 'Lamps', link: '/guide/lamps' }] }],
  },
})
