/** Raised when the same page would become other passages than before. */
export const splitterVersion = '3'
