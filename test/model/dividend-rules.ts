import { addDays, addMonths, date, dateParts, daysBetween, type PlainDate } from '../../src/kernel/date.ts';
import {
  openOf,
  owed,
  type Agreement,
  type Allotment,
  type Dividends,
  type Due,
  type Payout,
  type Receipt,
  type Report,
} from './dividend-model.ts';
import { total, type Model } from './model.ts';
import { DIVIDENDS, TERMS } from './terms.ts';

const WHOLE = 1_000_000n;

/** To the nearest whole, a half upwards; of amounts that are not negative. */
const nearest = (numerator: bigint, denominator: bigint): bigint =>
  (2n * numerator + denominator) / (2n * denominator);

/**
 * By largest remainder: everybody the whole part, what is left one by one to the largest rest, first come.
 */
export function shareOut(amount: bigint, weights: readonly bigint[]): bigint[] {
  const all = total(weights);
  if (amount === 0n || all === 0n) return weights.map(() => 0n);
  const parts = weights.map((weight) => (amount * weight) / all);
  const rests = weights.map((weight, at) => ({ at, rest: (amount * weight) % all }));
  const first = rests.sort((a, b) => (a.rest === b.rest ? a.at - b.at : a.rest > b.rest ? -1 : 1));
  for (const { at } of first.slice(0, Number(amount - total(parts)))) parts[at] = parts[at]! + 1n;
  return parts;
}

export const yearOf = (day: PlainDate): number => dateParts(day).year;

interface Year {
  readonly no: number;
  readonly from: PlainDate;
  readonly to: PlainDate;
}

/** From the arrival to the end of the term, cut at each due day. */
export function yearsOf({ arrivedOn, months }: Agreement): Year[] {
  const end = addMonths(arrivedOn, months);
  const years: Year[] = [];
  for (let from = arrivedOn; from < end; from = years.at(-1)!.to) {
    const here = date(`${yearOf(from)}-${DIVIDENDS.dueDay}`);
    const next = here > from ? here : date(`${yearOf(from) + 1}-${DIVIDENDS.dueDay}`);
    years.push({ no: years.length + 1, from, to: next < end ? next : end });
  }
  return years;
}

const isFull = ({ from, to }: Year): boolean => addMonths(from, 12) === to;

/** Capital in the project on a day: what came back on it has gone. */
export const capitalOn = ({ amount, returns }: Agreement, day: PlainDate): bigint =>
  amount - total(returns.filter(({ on }) => on <= day).map((back) => back.amount));

/** What the paper promises for a year, as a fraction; the last year gets what the term still leaves. */
function promise(agreement: Agreement, year: Year, years: readonly Year[]): [bigint, bigint] {
  const yearly = agreement.amount * BigInt(DIVIDENDS.floorPercent);
  const days = (one: Year): bigint => BigInt(daysBetween(one.from, one.to));
  if (year.no < years.length) return isFull(year) ? [yearly, WHOLE] : [yearly * days(year), 365n * WHOLE];
  const whole = BigInt(agreement.months / 12) * nearest(yearly, WHOLE);
  const before = years
    .slice(0, -1)
    .map((one) => (isFull(one) ? nearest(yearly, WHOLE) : nearest(yearly * days(one), 365n * WHOLE)));
  return [whole - total(before), 1n];
}

/** Capital in the project, summed day by day. */
function capitalDays(agreement: Agreement, year: Year): bigint {
  let sum = 0n;
  for (let day = year.from; day < year.to; day = addDays(day, 1)) sum += capitalOn(agreement, day);
  return sum;
}

/** Day by day: the part of what was promised that the capital in the project earned, rounded once. */
export function floorOf(agreement: Agreement, year: Year): bigint {
  const [numerator, denominator] = promise(agreement, year, yearsOf(agreement));
  let [earned, full] = [0n, 0n];
  for (let day = year.from; day < year.to; day = addDays(day, 1)) {
    earned += capitalOn(agreement, day);
    full += agreement.amount;
  }
  return nearest(numerator * earned, denominator * full);
}

/** What the years that are still open are counted from, as the agreements stand now. */
const factsOf = (agreement: Agreement, year: Year) => ({
  capital: capitalOn(agreement, year.from),
  capitalDays: capitalDays(agreement, year),
  floor: floorOf(agreement, year),
});

const isOpen = (due: Due): boolean =>
  due.lateFor === null && due.state === 'upcoming' && due.received === 0n && due.reported === null;

/** Counts open years again, as whatever is decided on them does first; answers how to take it back. */
export function recount({ dues }: Dividends): () => void {
  const open = dues.filter(isOpen);
  const before = open.map(({ capital, capitalDays: days, floor }) => ({ capital, capitalDays: days, floor }));
  for (const due of open) {
    const year = yearsOf(due.agreement).find(({ no }) => no === due.no);
    if (year) Object.assign(due, factsOf(due.agreement, year));
  }
  return () => open.forEach((due, at) => Object.assign(due, before[at]));
}

/** The round of the night: the years that come into sight, and what was met or missed the day before. */
export function drawNight(model: Model, idOf: (agreement: Agreement, no: number) => string): void {
  const { agreements, dues } = model.dividends;
  const until = addDays(model.today, DIVIDENDS.listedDaysAhead);
  for (const agreement of agreements)
    for (const year of yearsOf(agreement).filter(({ to }) => to <= until)) {
      const facts = factsOf(agreement, year);
      const known = dues.find(
        (due) => due.lateFor === null && due.agreement === agreement && due.no === year.no,
      );
      if (known && isOpen(known)) Object.assign(known, facts);
      if (!known && facts.floor > 0n)
        dues.push({
          ...{ id: idOf(agreement, year.no), agreement, no: year.no, from: year.from, on: year.to, ...facts },
          ...{
            lateFor: null,
            fee: 0n,
            through: null,
            share: 0n,
            reported: null,
            received: 0n,
            inTime: 0n,
            paid: 0n,
            state: 'upcoming',
          },
        });
    }
  for (const due of dues)
    if (due.state === 'upcoming' && due.on < model.today)
      due.state = due.received === owed(due) ? 'met' : 'missed';
}

/** By household, then by day. */
const inOrder = (a: Due, b: Due): number =>
  a.agreement.loan.household.no - b.agreement.loan.household.no || (a.on < b.on ? -1 : 1);

export const duesOfYear = ({ dues }: Dividends, year: number): Due[] =>
  dues.filter(({ on, lateFor }) => lateFor === null && yearOf(on) === year).sort(inOrder);

/** What each household's part of the profit gives it, in the order of the report's lines. */
export function sharesOf({ profit, capital }: Pick<Report, 'profit' | 'capital'>, dues: readonly Due[]) {
  const placed = dues.map((due) => due.capitalDays);
  const longest = dues.reduce((most, { from, on }) => Math.max(most, daysBetween(from, on)), 0);
  const others = capital * BigInt(longest) - total(placed);
  const parts = profit > 0n ? shareOut(profit, [...placed, others > 0n ? others : 0n]) : [];
  return dues.map((_, at) => nearest((parts[at] ?? 0n) * BigInt(DIVIDENDS.sharePercent), WHOLE));
}

export function acceptReport(report: Report, dividends: Dividends): void {
  for (const other of dividends.reports)
    if (other.year === report.year && other.state === 'accepted') other.state = 'replaced';
  report.state = 'accepted';
  const shares = sharesOf(
    report,
    report.lines.map(({ due }) => due),
  );
  report.lines.forEach(({ due, amount }, at) => {
    due.share = shares[at] ?? 0n;
    due.reported = amount;
    const whole = due.received === owed(due);
    if (!whole && (due.state === 'met' || due.state === 'cured')) due.state = 'missed';
    if (whole && ['missed', 'in_cure', 'defaulted'].includes(due.state)) due.state = 'cured';
  });
}

/** What a receipt may be for: what the agreements owe for the year, a late fee only where it is named. */
export const candidates = (dividends: Dividends, { dues, year }: Pick<Receipt, 'dues' | 'year'>): Due[] =>
  dues === null ? duesOfYear(dividends, year) : dues.filter(({ on }) => yearOf(on) === year).sort(inOrder);

/** As the payer's report says first, then by what is still open. */
export function allot(amount: bigint, dues: readonly Due[]): bigint[] {
  const wanted = dues.map((due) => {
    const more = (due.reported ?? owed(due)) - due.received;
    return more < 0n ? 0n : more < openOf(due) ? more : openOf(due);
  });
  const named = total(wanted) < amount ? total(wanted) : amount;
  const first = shareOut(named, wanted);
  const rest = shareOut(
    amount - named,
    dues.map((due, at) => openOf(due) - first[at]!),
  );
  return first.map((part, at) => part + rest[at]!);
}

export const depositUsed = ({ allotments }: Dividends, agreement: Agreement): bigint =>
  total(
    allotments
      .filter(({ due, receipt }) => due.agreement === agreement && receipt.source === 'deposit')
      .map(({ amount }) => amount),
  );

/** Money that was confirmed: each fen has its household. */
export function receive(dividends: Dividends, receipt: Receipt): void {
  receipt.state = 'confirmed';
  const dues = candidates(dividends, receipt);
  const parts = allot(receipt.amount, dues);
  dues.forEach((due, at) => {
    const amount = parts[at] ?? 0n;
    if (amount === 0n) return;
    dividends.allotments.push({ receipt, due, amount });
    due.received += amount;
    if (receipt.on <= due.on) due.inTime += amount;
    if (openOf(due) === 0n && ['missed', 'in_cure', 'defaulted'].includes(due.state)) due.state = 'cured';
  });
}

/** Day by day after the due day: a part of what was open; money counts as open on the day it comes. */
function feeOf(dividends: Dividends, due: Due, through: PlainDate): bigint {
  const came = dividends.allotments.filter((one) => one.due === due);
  let open = 0n;
  for (let day = addDays(due.on, 1); day <= through; day = addDays(day, 1))
    open += owed(due) - total(came.filter(({ receipt }) => receipt.on < day).map(({ amount }) => amount));
  const charged = dividends.dues.filter(({ lateFor }) => lateFor === due).map(({ fee }) => fee);
  return nearest(open * BigInt(DIVIDENDS.latePercent), WHOLE) - total(charged);
}

/** Number of a late fee: of the year, the day, and which of that day. */
export type FeeId = (due: Due, through: PlainDate, place: number) => string;

/** Looks the number up in what the database was asked for. */
export const feeIn =
  (ids: Readonly<Record<string, unknown>>): FeeId =>
  (due, through, place) =>
    String(ids[`${due.id}/${through}/${place}`]);

/** Years made whole after their day owe their late fee, payable within the days of a cure. */
export function chargeLate(model: Model, touched: readonly Due[], idOf: FeeId): void {
  const { dividends } = model;
  for (const due of [...touched].sort((a, b) => Number(a.id) - Number(b.id))) {
    if (due.lateFor !== null || openOf(due) > 0n) continue;
    const days = dividends.allotments.filter((one) => one.due === due).map((one) => one.receipt.on);
    const through = [...days, due.on].sort().at(-1)!;
    const fee = feeOf(dividends, due, through);
    if (fee <= 0n) continue;
    const place = dividends.dues.filter((one) => one.lateFor === due && one.through === through).length + 1;
    dividends.dues.push({
      ...{
        id: idOf(due, through, place),
        agreement: due.agreement,
        no: due.no,
        from: due.on,
        capital: 0n,
        capitalDays: 0n,
      },
      ...{ on: addDays(model.today, DIVIDENDS.cureDays), floor: 0n, share: 0n, lateFor: due, fee, through },
      ...{ reported: null, received: 0n, inTime: 0n, paid: 0n, state: 'upcoming' },
    });
  }
}

/** What the county advanced and has not got back. */
export const recourse = ({ receipts, recoveries }: Dividends): bigint =>
  total(
    receipts
      .filter(({ source, state }) => source === 'county' && state === 'confirmed')
      .map(({ amount }) => amount),
  ) - total(recoveries.filter(({ state }) => state === 'confirmed').map(({ amount }) => amount));

/** Allotted and on no list that stands. */
export function payables({ allotments, payouts }: Dividends, bank: Payout['bank']) {
  const listed = payouts.flatMap(({ lines }) => lines).filter(({ state }) => state !== 'withdrawn');
  return allotments
    .filter((one) => one.due.agreement.loan.bank === bank && !listed.some((line) => line.allotment === one))
    .sort((a, b) => (a.due === b.due ? 0 : inOrder(a.due, b.due)));
}

/** A late fee is no income of the year: nothing is kept back of it. */
export const withheldOf = ({ amount, due }: Allotment): bigint =>
  due.lateFor ? 0n : nearest(amount * BigInt(TERMS[due.agreement.loan.bank].dividendTax), WHOLE);

/** Carries the bank's answers up into the list. */
export function settlePayout({ orders }: Dividends, payout: Payout): void {
  if (payout.state !== 'instructed' && payout.state !== 'partial') return;
  const payments = orders.filter((order) => order.payout === payout).flatMap((order) => order.payments);
  for (const { line, state } of payments)
    if (state === 'paid' && line.state === 'pending') {
      line.state = 'paid';
      line.allotment.due.paid += line.allotment.amount;
    }
  const waiting = payments.some(({ state }) => state === 'sent');
  if (payout.lines.every(({ state }) => state === 'paid')) payout.state = 'settled';
  else if (!waiting) payout.state = 'partial';
}
