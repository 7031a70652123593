/** Opens the search box. */
export function openSearch() {}
