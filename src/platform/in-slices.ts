const SLICE = 2_000;

/**
 * Does many rows' work a slice at a time, in order, and answers all results in one list. One statement for
 * all of a file would be as fast, but its values are held several times over while they travel: as rows, as
 * text, as bytes.
 */
export async function inSlices<T, R>(
  rows: readonly T[],
  work: (slice: readonly T[]) => Promise<readonly R[]>,
): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < rows.length; at += SLICE) {
    for (const result of await work(rows.slice(at, at + SLICE))) results.push(result);
  }
  return results;
}
