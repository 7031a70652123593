import type { Plugin } from 'vite'
import type { WidgetOptions } from './widget-options.d.mts'

export type { WidgetOptions }

/** A Vite plugin for VitePress: the widget on every page, and its box behind the search button. */
export default function marginalia(options: WidgetOptions): Plugin
