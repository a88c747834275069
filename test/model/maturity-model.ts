import { addMonths, type PlainDate } from '../../src/kernel/date.ts';
import type { Loan } from './loan-model.ts';
import { LONGEST_MONTHS } from './terms.ts';

/** 展期 or 提前到期: proposed by one person of the bank and confirmed by another. */
export interface DueChange {
  readonly id: string;
  readonly loan: Loan;
  readonly kind: 'extension' | 'acceleration';
  readonly on: PlainDate;
  readonly maturesOn: PlainDate;
  /** The maturity that it was proposed against. */
  readonly was: PlainDate;
  readonly proposedBy: number;
  readonly proposedOn: PlainDate;
  state: 'proposed' | 'confirmed';
}

/** 延期令: due dates of a span move for all. */
export interface Relief {
  readonly id: string;
  readonly from: PlainDate;
  readonly to: PlainDate;
  readonly months: number;
  readonly notAfter: PlainDate | null;
  readonly subsidised: boolean;
  readonly proposedBy: number;
  state: 'proposed' | 'confirmed' | 'refused';
  moved: number | null;
  compensated: number | null;
}

export interface DueDays {
  readonly changes: DueChange[];
  readonly reliefs: Relief[];
  /** Notices served, so that each has a day of its own. */
  served: number;
}

export const newDueDays = (): DueDays => ({ changes: [], reliefs: [], served: 0 });

/** The due day in force. */
export function maturityOf({ disbursedOn, months, events }: Loan): PlainDate | null {
  if (disbursedOn === null) return null;
  return events.findLast(({ maturesOn }) => maturesOn)?.maturesOn ?? addMonths(disbursedOn, months);
}

export const isCalled = ({ events }: Loan): boolean => events.some(({ kind }) => kind === 'called_due');

/** From which day the last extension or order of relief holds. */
export const lastExtendedOn = ({ events }: Loan): PlainDate | null =>
  events
    .filter(({ kind }) => kind === 'extended')
    .map(({ on }) => on)
    .sort()
    .at(-1) ?? null;

export const latestOf = (disbursedOn: PlainDate): PlainDate => addMonths(disbursedOn, LONGEST_MONTHS);

/** Where an order moves a due day to; the same day where it does not move it. */
export function relievedTo(day: PlainDate, { from, to, months, notAfter }: Relief): PlainDate {
  if (day < from || day >= to) return day;
  const later = addMonths(day, months);
  const bound = notAfter !== null && notAfter < later ? notAfter : later;
  return bound > day ? bound : day;
}
