import type { PlainDate } from '../../../kernel/date.ts';
import { certificateNo, type NewLot } from './open-lots.ts';
import type { ReviewLine } from './review-holdings.ts';
import type { Holding } from './share-row.ts';

export interface Succession {
  readonly issueNo: string;
  /** Certificates the issue has numbered so far. */
  readonly written: number;
  readonly from: PlainDate;
}

type LastLot = Pick<Holding, 'lot_id' | 'household_id' | 'share_class' | 'seq' | 'units'>;

/**
 * The lots a filed review opens, each closing the one before it of the same holder; holders whose shares stay
 * keep their lot and certificate. null when the register is not what the review began from.
 */
export function nextLots(
  lines: readonly ReviewLine[],
  lasts: readonly LastLot[],
  { issueNo, written, from }: Succession,
): NewLot[] | null {
  const byHolder = new Map(lasts.map((last) => [`${last.household_id ?? 0}/${last.share_class}`, last]));
  let running = written;
  const lots: NewLot[] = [];
  for (const line of lines) {
    const last = byHolder.get(`${line.household_id ?? 0}/${line.share_class}`);
    if ((last?.units ?? 0n) !== line.units_before) return null;
    if (line.units_after === line.units_before) continue;
    const certified = line.household_id !== null && line.units_after > 0n;
    lots.push({
      household_id: line.household_id,
      share_class: line.share_class,
      seq: (last?.seq ?? 0) + 1,
      units: line.units_after,
      weight: line.weight,
      from_on: from,
      reason: line.reason,
      certificate_no: certified ? certificateNo(issueNo, (running += 1)) : null,
      replaces_id: last?.lot_id ?? null,
    });
  }
  return lots;
}
