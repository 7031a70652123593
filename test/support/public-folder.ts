export { buildPublicFolder as setup } from '../../dev/site/build-site.ts'
