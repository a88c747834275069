import { addDays, addMonths, date, maxDate, type PlainDate } from '../../src/kernel/date.ts';
import { fen, parseYuan } from '../../src/kernel/money.ts';
import { referenceLines } from '../unit/subsidy/daily-reference.ts';
import type { LoanEvent as AccrualEvent } from '../../src/domains/subsidy/index.ts';
import { dueMoves } from './days-off.ts';
import type { Line, Loan, LoanEvent } from './model.ts';
import { TERMS } from './terms.ts';

/** In the order in which they act: by day, those of one day as entered. */
const inOrder = (events: readonly LoanEvent[]): LoanEvent[] =>
  [...events].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));

export function isEntitled(loan: Loan, on: PlainDate): { entitled: boolean; byRegister: boolean } {
  const last = inOrder(loan.events)
    .filter((event) => event.kind.startsWith('eligibility') && event.on <= on)
    .at(-1);
  const entitled = last?.kind !== 'eligibility_lost';
  return { entitled, byRegister: !entitled && last?.byRegister === true };
}

export function balanceOn(loan: Loan, on: PlainDate): bigint {
  const repaid = loan.events.filter((event) => event.kind === 'principal_repaid' && event.on <= on);
  return repaid.reduce((left, event) => left - event.amount, loan.principal);
}

/** Past the due day as it was in force on that day. */
function isOverdue(loan: Loan, on: PlainDate): boolean {
  if (loan.disbursedOn === null) return false;
  const set = dueMoves(loan).filter((event) => event.on <= on);
  return on >= (set.at(-1)?.maturesOn ?? addMonths(loan.disbursedOn, loan.months));
}

/** What the day-by-day reference is told. */
function toldOf({ kind, on, amount, maturesOn, relief }: LoanEvent): AccrualEvent {
  if (maturesOn) {
    if (kind === 'called_due') return { kind, on, maturesOn };
    return { kind: 'extended', on, maturesOn, ...(relief ? { relief } : {}) };
  }
  return { kind, on, amount: fen(amount) } as AccrualEvent;
}

/** Balance, entitlement and due day by day, equal days run together. */
function shapeOf(loan: Loan, from: PlainDate, to: PlainDate): string {
  const runs: string[] = [];
  let last = '';
  for (let day = from; day < to; day = addDays(day, 1)) {
    const now = `${balanceOn(loan, day)}${isEntitled(loan, day).entitled ? '' : ' not entitled'}${isOverdue(loan, day) ? ' overdue' : ''}`;
    if (now !== last) runs.push(`${day} ${now}`);
    last = now;
  }
  return runs.join(', ');
}

const inFen = (yuan: string): bigint => {
  const parsed = parseYuan(yuan);
  if (parsed === null) throw new Error(`no amount: ${yuan}`);
  return parsed;
};

/** The lines of a loan from the end of the line before up to a day, by the slow day-by-day reference. */
export function drawLines(loan: Loan, after: PlainDate | null, to: PlainDate): Line[] {
  if (loan.disbursedOn === null) return [];
  const from = maxDate(after ?? loan.disbursedOn, loan.disbursedOn);
  if (from >= to) return [];
  const maturesOn = addMonths(loan.disbursedOn, loan.months);
  const drawn = referenceLines({
    loan: {
      principal: fen(loan.principal),
      annualPercent: loan.percent,
      disbursedOn: loan.disbursedOn,
      maturesOn,
    },
    terms: TERMS[loan.bank].accrual,
    events: inOrder([...loan.events.filter(({ maturesOn }) => !maturesOn), ...dueMoves(loan)]).map(toldOf),
    window: { from, to },
  });
  return drawn.map((line) => ({
    loan,
    from: date(line.from),
    to: date(line.to),
    interest: inFen(line.interest),
    penalty: inFen(line.penalty),
    subsidy: inFen(line.subsidy),
    offset: 0n,
    cut: 0n,
    objected: false,
    shape: shapeOf(loan, date(line.from), date(line.to)),
    facts: loan.facts,
  }));
}
