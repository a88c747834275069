import { addMonths, type PlainDate } from '../../../kernel/date.ts';
import { unsettleable } from './accrual-failures.ts';
import type { AccrualTerms, LoanEvent, StudyTime, SubsidyRatio } from './accrual-input.ts';

/** From `on` until the next one the studies end on `endsOn`, by what is known on these days. */
interface StudySpan {
  readonly on: PlainDate;
  readonly endsOn: PlainDate;
}

/** Earlier than any day of a loan: what the contract says holds from the beginning. */
const EVER = '0001-01-01' as PlainDate;

/**
 * The dated ratios (贴息比例) that hold for one loan: those of the terms; of a student loan until the studies and
 * their grace are over, as they end by what is known on the day, and then that of the time after them.
 * Ascending, neighbours differ. Refuses studies that move on a loan that has none.
 */
export function ratioInForce(terms: AccrualTerms, events: readonly LoanEvent[]): SubsidyRatio[] {
  const { studies } = terms;
  const moves = studyMoves(events, studies);
  if (!studies) return distinct(terms.ratio);
  const spans = [{ on: EVER, endsOn: studies.endsOn }, ...moves];
  const days = [...terms.ratio.map(({ from }) => from), ...moves.map(({ on }) => on)];
  spans.forEach((span, index) => {
    const over = addMonths(span.endsOn, studies.graceMonths);
    if (over > span.on && over < (spans[index + 1]?.on ?? '9999-12-31')) days.push(over);
  });
  const rows = [...new Set(days)].sort().map((from) => ({ from, percent: ratioOf(from, terms, spans) }));
  return distinct(rows);
}

/** Of one day the last one counts, in the order given. */
function studyMoves(events: readonly LoanEvent[], studies: StudyTime | undefined): StudySpan[] {
  const byDay = new Map<PlainDate, PlainDate>();
  events.forEach((event, index) => {
    if (event.kind !== 'studies_moved') return;
    if (!studies) throw unsettleable(`/events/${index}/kind`, '非助学贷款没有在读期，不能变更');
    byDay.set(event.on, event.studiesEndOn);
  });
  return [...byDay].map(([on, endsOn]) => ({ on, endsOn })).sort((a, b) => (a.on < b.on ? -1 : 1));
}

function ratioOf(day: PlainDate, terms: AccrualTerms, spans: readonly StudySpan[]): number {
  const { studies, ratio } = terms;
  const span = spans.findLast(({ on }) => on <= day);
  if (studies && span && day >= addMonths(span.endsOn, studies.graceMonths)) return studies.percentAfter;
  return ratio.findLast((row) => row.from <= day)?.percent ?? 0;
}

const distinct = (rows: readonly SubsidyRatio[]): SubsidyRatio[] =>
  rows.filter((row, index) => row.percent !== (rows[index - 1]?.percent ?? 0));
