export { default } from '../../theme/Root/index.js'
