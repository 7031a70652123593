export default {
  title: 'The lamp guide',
  url: 'https://guide.example',
  baseUrl: '/',
  favicon: 'img/favicon.ico',
  future: { v4: true },
  presets: [
    [
      'classic',
      { docs: { sidebarPath: './sidebars.js' }, theme: { customCss: './src/css/custom.css' } },
    ],
  ],
  themes: [['marginalia-docusaurus', { endpoint: 'https://marginalia.example.workers.dev' }]],
  themeConfig: {
    colorMode: { respectPrefersColorScheme: true },
    navbar: {
      title: 'The lamp guide',
      items: [{ type: 'docSidebar', sidebarId: 'tutorialSidebar', label: 'Tutorial' }],
    },
  },
}
