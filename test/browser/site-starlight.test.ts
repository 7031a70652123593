import { testRealSite } from './real-site.ts'

testRealSite('starlight', {
  base: '',
  guide: '/guide',
  hasRouter: false,
  switchToDark: async (page) => {
    await page.locator('starlight-theme-select select:visible').first().selectOption('dark')
  },
})
