/** One page of a list; `next` is what the next request names as `after`, null on the last page. */
export interface Page<Row> {
  readonly items: Row[];
  readonly next: bigint | null;
}

/**
 * Cuts a page from rows read with one more than `limit`: the one too many tells that another page follows.
 */
export function cutPage<Row extends { readonly id: bigint }>(rows: readonly Row[], limit: number): Page<Row> {
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}
