import { addDays, dateParts, type PlainDate } from '../../src/kernel/date.ts';
import { BANKS, type Bank } from './actors.ts';
import { keepBack, plan, textOf } from './adjust-rules.ts';
import { drawLines } from './draw-lines.ts';
import {
  budgetOf,
  isPaying,
  linesOfLoan,
  liveNotices,
  openObjections,
  paymentsOf,
  subsidyOf,
  total,
  type Batch,
  type Line,
  type Loan,
  type Model,
} from './model.ts';
import { TERMS } from './terms.ts';

/** The quarter's first day on or before a day: interest is settled on the 20th of its last month. */
export function quarterBegan(today: PlainDate): PlainDate {
  for (let day = today; ; day = addDays(day, -1)) if (/-(03|06|09|12)-21$/.test(day)) return day;
}

const wasLent = (loan: Loan): boolean => loan.state === 'disbursed' || loan.state === 'closed';

/** Days of the loan before `to` that no line holds yet. */
function needsLine(model: Model, loan: Loan, to: PlainDate): boolean {
  if (!wasLent(loan) || loan.disbursedOn === null || loan.disbursedOn >= to) return false;
  const end = linesOfLoan(model, loan).reduce(
    (last, line) => (line.to > last ? line.to : last),
    loan.disbursedOn,
  );
  return end < to && (loan.closedOn === null || loan.closedOn > end);
}

/** First day of the next quarter. */
export function nextQuarter(today: PlainDate): PlainDate {
  for (let day = addDays(today, 1); ; day = addDays(day, 1)) if (quarterBegan(day) === day) return day;
}

const isOpened = (model: Model, bank: Bank, to: PlainDate): boolean =>
  model.batches.some((batch) => batch.bank === bank && batch.to === to);

/** The end of what a bank claims today: of the quarter before, or of this one where it is claimed ahead. */
function claimedTo(model: Model, bank: Bank): PlainDate {
  const { ahead } = TERMS[bank];
  const ends = nextQuarter(model.today);
  const forecasts = ahead !== null && model.today >= addDays(ends, -ahead);
  return forecasts && !isOpened(model, bank, ends) ? ends : quarterBegan(model.today);
}

/** Banks for which a batch is opened today, in the order of their ids. */
export const banksToSettle = (model: Model): Bank[] =>
  BANKS.filter((bank) => {
    const to = claimedTo(model, bank);
    return (
      !isOpened(model, bank, to) &&
      model.loans.some((loan) => loan.bank === bank && (needsLine(model, loan, to) || loan.rest > 0n))
    );
  });

export function openBatch(model: Model, bank: Bank, id: string): void {
  const to = claimedTo(model, bank);
  const lent = model.loans.filter(
    (loan) => loan.bank === bank && wasLent(loan) && loan.disbursedOn !== null && loan.disbursedOn < to,
  );
  model.batches.push({
    ...{ id, bank, to, firstLoan: BigInt(lent[0]?.id ?? 0), state: 'accruing', funding: 'none' },
    ...{
      budgetYear: null,
      queued: 0,
      round: 1,
      lines: [],
      adjustments: [],
      deciders: [],
      paidCount: 0,
      paid: 0n,
    },
  });
}

export function accrue(model: Model, batch: Batch): void {
  if (batch.state !== 'accruing') return;
  for (const loan of model.loans) {
    if (loan.bank !== batch.bank || BigInt(loan.id) < batch.firstLoan) continue;
    if (needsLine(model, loan, batch.to))
      batch.lines.push(...drawLines(loan, endBefore(model, loan, batch), batch.to));
  }
  const own = model.loans.filter(({ bank, touchedFrom }) => bank === batch.bank && touchedFrom !== null);
  for (const household of new Set(own.map((loan) => loan.household)))
    adjust(model, { loans: own.filter((loan) => loan.household === household), hosts: [batch], final: true });
  batch.state = 'drafted';
}

interface Adjusting {
  /** The corrected loans of one household. */
  readonly loans: readonly Loan[];
  readonly hosts: readonly Batch[];
  /** Whether every batch that waits was looked at. */
  readonly final: boolean;
}

/** Brings the adjusting lines of one household in line with what is known; answers whose list changed. */
function adjust(model: Model, { loans, hosts, final }: Adjusting): void {
  const [household] = loans.map((loan) => loan.household);
  if (!household) return;
  const { adjustments, rests } = plan(model, loans, hosts);
  for (const host of hosts) {
    const before = textOf(host, household);
    const changed = { ...host, lines: host.lines.map((line) => ({ ...line })) };
    changed.adjustments = [
      ...host.adjustments.filter(({ loan }) => !loans.includes(loan)),
      ...(adjustments.get(host) ?? []),
    ];
    keepBack(changed, household);
    if (textOf(changed, household) === before) continue;
    sendBack(model, host);
    host.adjustments = changed.adjustments;
    keepBack(host, household);
  }
  if (final)
    for (const loan of loans) Object.assign(loan, { assessed: loan.facts, rest: rests.get(loan) ?? 0n });
}

/** Where the loan's lines of earlier periods end. */
function endBefore(model: Model, loan: Loan, batch: Batch): PlainDate | null {
  const earlier = model.batches.filter((other) => other.to < batch.to).flatMap((other) => other.lines);
  return earlier
    .filter((line) => line.loan === loan)
    .reduce<PlainDate | null>((last, line) => (last === null || line.to > last ? line.to : last), null);
}

const wording = (line: Line): string =>
  [line.from, line.to, line.interest, line.penalty, line.subsidy, line.objected, line.shape].join('|');

/** Draws up a loan's lines again wherever they are not being paid; lists that changed go back to the bank. */
export function redraw(model: Model, loans: readonly Loan[]): void {
  for (const loan of loans) redrawLines(model, loan);
  for (const bank of new Set(loans.map((loan) => loan.bank))) {
    const waiting = model.batches
      .filter((batch) => batch.bank === bank && !isPaying(batch))
      .sort((a, b) => (a.to < b.to ? -1 : 1));
    const hosts = waiting.filter(({ state }) => state !== 'accruing');
    const final = hosts.length === waiting.length;
    for (const household of new Set(loans.map((loan) => loan.household))) {
      const own = model.loans.filter(
        (loan) => loan.bank === bank && loan.household === household && loan.touchedFrom !== null,
      );
      adjust(model, { loans: own, hosts, final });
    }
  }
}

function redrawLines(model: Model, loan: Loan): void {
  const open = model.batches
    .filter((batch) => !isPaying(batch) && batch.lines.some((line) => line.loan === loan))
    .sort((a, b) => (a.to < b.to ? -1 : 1));
  for (const batch of open) {
    const old = batch.lines.filter((line) => line.loan === loan);
    const drawn = drawLines(loan, endBefore(model, loan, batch), batch.to).map((line) =>
      keepObjection(line, old),
    );
    if (old.map(wording).join() !== drawn.map(wording).join()) sendBack(model, batch);
    // what stands is only noted as looked at
    else
      for (const line of drawn) {
        const same = old.find(({ to }) => to === line.to);
        Object.assign(line, { offset: same?.offset ?? 0n, cut: same?.cut ?? 0n });
      }
    batch.lines = [...batch.lines.filter((line) => line.loan !== loan), ...drawn];
  }
}

function keepObjection(line: Line, old: readonly Line[]): Line {
  const objected = old.some((one) => one.objected && one.from < line.to && line.from < one.to);
  return objected ? { ...line, subsidy: 0n, objected } : line;
}

/** Back to the bank, its notices down, its money to those who wait. */
export function sendBack(model: Model, batch: Batch): void {
  if (!['submitted', 'reviewed', 'noticed', 'approved'].includes(batch.state)) return;
  for (const notice of liveNotices(model, batch)) notice.state = 'superseded';
  const { funding, budgetYear } = batch;
  const held = subsidyOf(batch);
  Object.assign(batch, { state: 'returned', funding: 'none', budgetYear: null, queued: 0 });
  for (const line of batch.lines) line.cut = 0n;
  if (funding === 'none') return;
  const year = budgetYear ?? dateParts(model.today).year;
  if (funding === 'reserved') budgetOf(model, year).reserved -= held;
  fundWaiting(model, year);
}

export const waiting = (model: Model): Batch[] =>
  model.batches.filter((batch) => batch.funding === 'queued').sort((a, b) => a.queued - b.queued);

/** Oldest approval first; nobody overtakes one that does not fit. */
export function fundWaiting(model: Model, year: number): void {
  for (const batch of waiting(model)) if (!reserve(model, batch, year)) return;
}

export function reserve(model: Model, batch: Batch, year: number): boolean {
  const budget = budgetOf(model, year);
  if (budget.granted + budget.recovered - budget.reserved - budget.spent < subsidyOf(batch)) return false;
  budget.reserved += subsidyOf(batch);
  Object.assign(batch, { funding: 'reserved', budgetYear: year });
  return true;
}

/** Money of a year that nobody has reserved or waits for. */
export function freeMoney(model: Model, year: number): bigint {
  const { granted, recovered, reserved, spent } = budgetOf(model, year);
  const free = granted + recovered - reserved - spent - total(waiting(model).map(subsidyOf));
  return free > 0n ? free : 0n;
}

/** What the lines of a claim would share of some money; adjusting lines are paid whole before. */
export function toShare(batch: Batch, money: bigint): { readonly lines: Line[]; readonly left: bigint } {
  const lines = batch.lines.filter((line) => line.subsidy > line.offset);
  const whole = total(lines.map((line) => line.subsidy - line.offset));
  return { lines, left: money - (subsidyOf(batch) - whole) };
}

/**
 * Each line gets its part of the money, rounded down; the fen left over go one by one to whoever was rounded
 * down most, the earlier line first.
 */
export function shareOut(batch: Batch, money: bigint): void {
  const { lines, left } = toShare(batch, money);
  const ordered = [...lines].sort(
    (a, b) => Number(BigInt(a.loan.id) - BigInt(b.loan.id)) || (a.to < b.to ? -1 : 1),
  );
  const wants = ordered.map((line) => line.subsidy - line.offset);
  const whole = total(wants);
  if (left >= whole) return;
  const gets = wants.map((want) => (want * left) / whole);
  const places = wants.map((want, at) => ({ at, remainder: (want * left) % whole }));
  places.sort((a, b) => (a.remainder === b.remainder ? a.at - b.at : a.remainder > b.remainder ? -1 : 1));
  const over = left - total(gets);
  for (const { at } of places.slice(0, Number(over))) gets[at] = (gets[at] ?? 0n) + 1n;
  ordered.forEach((line, at) => (line.cut = (wants[at] ?? 0n) - (gets[at] ?? 0n)));
}

/** The batch learns what the bank has paid; what was reserved for it is spent. */
export function settle(model: Model, batch: Batch): void {
  if (batch.state !== 'instructed' || batch.budgetYear === null) return;
  const paid = paymentsOf(model, batch).filter((payment) => payment.state === 'paid');
  const fresh = total(paid.map((payment) => payment.amount)) - batch.paid;
  const budget = budgetOf(model, batch.budgetYear);
  budget.reserved -= fresh;
  budget.spent += fresh;
  batch.paid += fresh;
  batch.paidCount = paid.length;
  if (batch.paid === subsidyOf(batch)) batch.state = 'paid';
}

/** Posts levels from today: each for its full days from the day after, one after the other or together. */
export function post(model: Model, batch: Batch, levels: readonly string[], posting: number): void {
  const { days, order } = TERMS[batch.bank].publicity;
  let on = model.today;
  for (const level of levels) {
    const freeOn = addDays(on, days + 1);
    const startsOn = addDays(on, 1);
    model.notices.push({ batch, round: batch.round, level, posting, startsOn, freeOn, state: 'posted' });
    if (order === 'sequential') on = freeOn;
  }
}

/** Levels that an objection stopped are posted anew once none is open. */
export function postStopped(model: Model, batch: Batch): void {
  const live = liveNotices(model, batch);
  const stopped = live.filter((notice) => notice.state === 'suspended');
  const open = openObjections(model, batch).some((objection) => live.includes(objection.notice));
  if (open || stopped.length === 0) return;
  for (const notice of stopped) notice.state = 'superseded';
  const posting = Math.max(...stopped.map((notice) => notice.posting)) + 1;
  post(
    model,
    batch,
    stopped.map((notice) => notice.level),
    posting,
  );
}
