import { testRealSite } from './real-site.ts'

testRealSite('docusaurus', {
  base: '/docs',
  guide: '/docs/guide',
  hasRouter: true,
  switchToDark: async (page) => {
    const toggle = page.getByRole('button', { name: /switch between dark and light mode/i }).first()
    const isDark = () => page.evaluate(() => document.documentElement.dataset.theme === 'dark')
    // The system's setting comes first, then light, then dark.
    while (!(await isDark())) await toggle.click()
  },
})
