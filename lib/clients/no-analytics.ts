/** Stands in a deployed Worker for the analytics that the rate limiter brings along, and never makes. */
export const Analytics = undefined
