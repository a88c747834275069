import { drawLines } from './draw-lines.ts';
import {
  isPaying,
  total,
  type Adjustment,
  type Batch,
  type Household,
  type Line,
  type Loan,
  type Model,
} from './model.ts';

/** A paid line of a loan, what it is worth by all that is known, and what it came to outside some batches. */
interface Difference {
  readonly loan: Loan;
  readonly to: Adjustment['to'];
  readonly due: bigint;
  readonly settled: bigint;
}

/** An order counts as settling its lines from the proposal on. */
const askedBack = (model: Model, { loan, to }: Pick<Line, 'loan' | 'to'>): bigint =>
  total(
    model.clawbacks
      .filter((order) => order.loan === loan && order.state !== 'refused')
      .flatMap((order) => order.lines)
      .filter((line) => line.to === to)
      .map(({ amount }) => amount),
  );

/** What each paid line from the first touched day on is worth, and what it came to. */
export function differencesOf(model: Model, loan: Loan, hosts: readonly Batch[]): Difference[] {
  const { touchedFrom } = loan;
  if (touchedFrom === null) return [];
  return model.batches.filter(isPaying).flatMap((batch) => {
    const paid = batch.lines.filter((line) => line.loan === loan && line.to >= touchedFrom);
    const [first] = [...paid].sort((a, b) => (a.to < b.to ? -1 : 1));
    if (!first) return [];
    const drawn = drawLines(loan, first.from, batch.to);
    return paid.map((line) => {
      const on = (lines: readonly Line[]) => lines.filter(({ from }) => from >= line.from && from < line.to);
      // a repayment that ended the line early was reversed: the days after it are the next line's
      const outlives = on(drawn).some(({ to }) => to > line.to);
      const own = on(outlives ? drawLines(loan, first.from, line.to) : drawn);
      const adjusted = model.batches
        .filter((other) => !hosts.includes(other))
        .flatMap((other) => other.adjustments)
        .filter((entry) => entry.loan === loan && entry.to === line.to);
      return {
        loan,
        to: line.to,
        due: line.objected ? 0n : total(own.map(({ subsidy }) => subsidy)),
        settled:
          line.subsidy - line.cut + total(adjusted.map(({ amount }) => amount)) - askedBack(model, line),
      };
    });
  });
}

const oldestFirst = (a: Difference, b: Difference): number =>
  a.to === b.to ? Number(BigInt(a.loan.id) - BigInt(b.loan.id)) : a.to < b.to ? -1 : 1;

/** What a household gets in a batch before anything is taken back. */
const gets = (batch: Batch, household: Household): bigint =>
  total(batch.lines.filter(({ loan }) => loan.household === household).map(({ subsidy }) => subsidy));

export interface Planned {
  readonly adjustments: ReadonlyMap<Batch, Adjustment[]>;
  readonly rests: ReadonlyMap<Loan, bigint>;
}

/** The adjusting lines that some batches should carry for one household of a bank. */
export function plan(model: Model, loans: readonly Loan[], hosts: readonly Batch[]): Planned {
  const adjustments = new Map<Batch, Adjustment[]>(hosts.map((host) => [host, []]));
  const rests = new Map<Loan, bigint>(loans.map((loan) => [loan, 0n]));
  const [household] = loans.map((loan) => loan.household);
  if (!household) return { adjustments, rests };
  const room = new Map(hosts.map((host) => [host, gets(host, household)]));
  const objected = (found: Difference): boolean =>
    hosts.some((host) =>
      host.adjustments.some((entry) => entry.loan === found.loan && entry.to === found.to && entry.objected),
    );
  const all = loans.flatMap((loan) => differencesOf(model, loan, hosts));
  for (const found of all.filter(({ due, settled }) => due > settled)) {
    const amount = found.due - found.settled;
    const [first] = hosts;
    if (!first) {
      rests.set(found.loan, (rests.get(found.loan) ?? 0n) + amount);
      continue;
    }
    adjustments.get(first)?.push({ ...found, amount, offset: 0n, objected: objected(found) });
    if (!objected(found)) room.set(first, (room.get(first) ?? 0n) + amount);
  }
  for (const found of all.filter(({ due, settled }) => due < settled).sort(oldestFirst)) {
    let { settled } = found;
    for (const host of hosts) {
      const left = room.get(host) ?? 0n;
      const taken = settled - found.due < left ? settled - found.due : left;
      if (taken === 0n) continue;
      adjustments.get(host)?.push({ ...found, settled, amount: -taken, offset: 0n, objected: false });
      room.set(host, left - taken);
      settled -= taken;
    }
    rests.set(found.loan, (rests.get(found.loan) ?? 0n) + found.due - settled);
  }
  return { adjustments, rests };
}

/** Keeps back what is taken from a household, first from what it gets for earlier periods. */
export function keepBack(batch: Batch, household: Household): void {
  const own = batch.adjustments.filter(({ loan }) => loan.household === household);
  let open = -total(own.filter(({ amount }) => amount < 0n).map(({ amount }) => amount));
  const take = (amount: bigint): bigint => {
    const taken = amount < open ? amount : open;
    open -= taken;
    return taken;
  };
  for (const entry of own) entry.offset = entry.amount > 0n && !entry.objected ? take(entry.amount) : 0n;
  const lines = batch.lines.filter(({ loan }) => loan.household === household);
  for (const line of lines.sort(inOrder)) line.offset = take(line.subsidy);
}

const inOrder = (a: Batch['lines'][number], b: Batch['lines'][number]): number =>
  a.to === b.to ? Number(BigInt(a.loan.id) - BigInt(b.loan.id)) : a.to < b.to ? -1 : 1;

/** After an upheld objection: no more is taken back in the batch than the household still gets there. */
export function refit(batch: Batch, household: Household): void {
  const own = batch.adjustments.filter(({ loan }) => loan.household === household);
  const gained = own.filter(({ amount, objected }) => amount > 0n && !objected);
  let left = gets(batch, household) + total(gained.map(({ amount }) => amount));
  for (const entry of own.filter(({ amount }) => amount < 0n).sort(oldestFirst)) {
    const taken = -entry.amount < left ? -entry.amount : left;
    left -= taken;
    if (taken !== -entry.amount) entry.loan.assessed = 0;
    entry.amount = -taken;
  }
  batch.adjustments = batch.adjustments.filter(({ amount }) => amount !== 0n);
  keepBack(batch, household);
}

export const textOf = (batch: Batch, household: Household): string =>
  [
    ...batch.adjustments
      .filter(({ loan }) => loan.household === household)
      .map((entry) =>
        [entry.loan.id, entry.to, entry.due, entry.settled, entry.amount, entry.offset, entry.objected].join(
          '|',
        ),
      )
      .sort(),
    ...batch.lines
      .filter(({ loan }) => loan.household === household)
      .map(({ loan, to, offset }) => [loan.id, to, offset].join('|'))
      .sort(),
  ].join();
