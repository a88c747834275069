import type { PlainDate } from '../../../kernel/date.ts';
import type { HouseholdId } from '../../../kernel/ids.ts';
import type { AllotmentLine, LotReason, ShareClass } from './share-row.ts';

/** A lot as it is written; `replaces` names the lot it closes. */
export interface NewLot {
  readonly household_id: HouseholdId | null;
  readonly share_class: ShareClass;
  readonly seq: number;
  readonly units: bigint;
  readonly weight: string | null;
  readonly from_on: PlainDate;
  readonly reason: LotReason;
  readonly certificate_no: string | null;
  readonly replaces_id: bigint | null;
}

/** Number of the n-th certificate that an issue wrote itself (股权证号). */
export const certificateNo = (issueNo: string, running: number): string =>
  `${issueNo}-${String(running).padStart(5, '0')}`;

/** The first lots of an issue: one for each household with its certificate, and the village's. */
export function firstLots(
  allotted: { readonly lines: readonly AllotmentLine[]; readonly villageUnits: bigint },
  issue: { readonly issueNo: string; readonly preferred: boolean; readonly from: PlainDate },
): NewLot[] {
  const { issueNo, preferred, from } = issue;
  let running = 0;
  const lots = allotted.lines.map((line): NewLot => ({
    household_id: line.household_id,
    share_class: preferred ? 'preferred' : 'ordinary',
    seq: 1,
    units: line.units,
    weight: line.weight,
    from_on: from,
    reason: 'allotted',
    certificate_no: line.certificate_no ?? certificateNo(issueNo, (running += 1)),
    replaces_id: null,
  }));
  if (allotted.villageUnits === 0n) return lots;
  const village = {
    household_id: null,
    share_class: 'ordinary',
    seq: 1,
    units: allotted.villageUnits,
    weight: null,
    from_on: from,
    reason: 'allotted',
    certificate_no: null,
    replaces_id: null,
  } as const;
  return [...lots, village];
}
