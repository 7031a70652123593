/** Makes `<marginalia-chat>` known to the page. */
import './index.mjs'
