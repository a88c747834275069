/** A recorded fact, and the one it takes back (冲正), if it is a reversal. */
interface Recorded {
  readonly id: bigint;
  readonly reverses_id: bigint | null;
}

/**
 * The facts that count among those given: neither what was reversed nor what reversed it, in the same order.
 */
export function withoutReversed<Row extends Recorded>(rows: readonly Row[]): readonly Row[] {
  const reversed = new Set<bigint>();
  for (const { reverses_id: named } of rows) if (named !== null) reversed.add(named);
  if (reversed.size === 0) return rows;
  return rows.filter(({ id, reverses_id: named }) => named === null && !reversed.has(id));
}
