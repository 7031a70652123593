import type { WidgetOptions } from './widget-options.d.mts'

export type { WidgetOptions }

/** A theme for Docusaurus: the widget on every page, and its box behind the search button. */
export default function marginalia(context: unknown, options: WidgetOptions): { name: string }
