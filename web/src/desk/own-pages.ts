/** Matters with a page made for deciding them: a row of 待办 opens it instead of the general one. */
export const OWN_PAGES: ReadonlySet<string> = new Set(['subsidy-batches']);
