import { testRealSite } from './real-site.ts'

testRealSite('vitepress', {
  base: '',
  guide: '/guide',
  hasRouter: true,
  switchToDark: (page) => page.locator('.VPSwitchAppearance:visible').first().click(),
})
