import type { StarlightPlugin } from '@astrojs/starlight/types'
import type { WidgetOptions } from './widget-options.d.mts'

export type { WidgetOptions }

/** A plugin for Starlight: the widget on every page, and its box behind the search button. */
export default function marginalia(options: WidgetOptions): StarlightPlugin
