import starlight from '@astrojs/starlight'
import { defineConfig } from 'astro/config'
import marginalia from 'marginalia-starlight'

export default defineConfig({
  integrations: [
    starlight({
      title: 'The lamp guide',
      plugins: [marginalia({ endpoint: 'https://marginalia.example.workers.dev' })],
      sidebar: [{ label: 'Guide', items: [{ autogenerate: { directory: 'guide' } }] }],
    }),
  ],
})
