import type { ShareChangeRow } from './share-change.ts';
import { formatShares } from './share-units.ts';

/** A change as a reply shows it: shares as shares. */
export const changeReply = <Row extends ShareChangeRow>(change: Row, places: number) => ({
  ...change,
  shares: change.units === null ? null : formatShares(change.units, places),
});

/** A line of a review's list as a reply shows it. */
export const reviewLineReply = <Row extends { readonly units_before: bigint; readonly units_after: bigint }>(
  line: Row,
  places: number,
) => ({
  ...line,
  shares_before: formatShares(line.units_before, places),
  shares_after: formatShares(line.units_after, places),
});
