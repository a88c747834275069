import { addMonths, date, type PlainDate } from '../../src/kernel/date.ts';
import { shareOut } from './dividend-rules.ts';
import { total } from './model.ts';
import { VILLAGE } from './terms.ts';
import type { Member, Village, VillageEntry, VillageLoan } from './village-model.ts';

/** The pocket that is filled, and the one that it comes from. */
export const KINDS: Readonly<Record<VillageEntry['kind'], readonly [string, string]>> = {
  contribution: ['cash', 'own'],
  grant: ['cash', 'grant'],
  gift: ['cash', 'gift'],
  interest: ['cash', 'reserve'],
  base_share: ['grant', 'base'],
  grant_returned: ['grant', 'cash'],
  welfare_spent: ['welfare', 'cash'],
  running_spent: ['running', 'cash'],
  disbursement: ['loans', 'cash'],
  repayment: ['cash', 'loans'],
  to_reserve: ['fees', 'reserve'],
  to_welfare: ['fees', 'welfare'],
  to_running: ['fees', 'running'],
};

/** Whose seal makes an entry count. */
export const sealOf = (kind: VillageEntry['kind']): 'chair' | 'accountant' =>
  ['contribution', 'grant', 'gift', 'interest', 'base_share', 'repayment'].includes(kind)
    ? 'accountant'
    : 'chair';

export const movesCash = (kind: VillageEntry['kind']): boolean => KINDS[kind].includes('cash');

type Moved = Pick<VillageEntry, 'kind' | 'amount' | 'fee' | 'on'>;

/** What the confirmed entries, and one more, make of each pocket: positive = debit. */
export function pockets({ entries }: Village, more: Moved | null = null): Map<string, bigint> {
  const held = new Map<string, bigint>();
  const move = (pocket: string, amount: bigint): void =>
    void (amount === 0n && !held.has(pocket) ? null : held.set(pocket, (held.get(pocket) ?? 0n) + amount));
  for (const { kind, amount, fee } of [
    ...entries.filter(({ state }) => state === 'confirmed'),
    ...(more ? [more] : []),
  ]) {
    const [debit, credit] = KINDS[kind];
    move(debit, amount);
    move(credit, fee - amount);
    move('fees', -fee);
  }
  return held;
}

const HOLDS = ['cash', 'loans'];

/** A pocket would be drawn below zero. */
export const overdraws = (village: Village, more: Moved): boolean =>
  [...pockets(village, more)].some(([pocket, amount]) =>
    HOLDS.includes(pocket) ? amount < 0n : amount > 0n,
  );

/** Cash would not have been there on a day. */
export function cashWasMissing(village: Village, more: Moved): boolean {
  const moved = [...village.entries.filter(({ state }) => state === 'confirmed'), more].filter(({ kind }) =>
    movesCash(kind),
  );
  const days = [...new Set(moved.map(({ on }) => on))];
  return days.some((day) => {
    const until = moved.filter(({ on }) => on <= day);
    return total(until.map(({ kind, amount }) => (KINDS[kind][0] === 'cash' ? amount : -amount))) < 0n;
  });
}

const ofMember = (village: Village, member: Member, kind: VillageEntry['kind']): bigint =>
  total(
    village.entries
      .filter((entry) => entry.member === member && entry.kind === kind && entry.state === 'confirmed')
      .map(({ amount }) => amount),
  );

export const ownOf = (village: Village, member: Member): bigint => ofMember(village, member, 'contribution');
export const baseOf = (village: Village, member: Member): bigint => ofMember(village, member, 'base_share');

/** A begun month counts whole, the first always; its anniversary still belongs to it. */
export function monthsBegun(from: PlainDate, on: PlainDate): number {
  let months = 1;
  while (addMonths(from, months) < on) months += 1;
  return months;
}

/** What of the loan is not the member's own bears the fee, month by month begun, rounded once. */
export function feeOn(loan: VillageLoan, on: PlainDate): { months: number; fee: bigint } {
  const months = Math.max(0, monthsBegun(loan.lentOn!, on) - loan.settled);
  const bearing = loan.outstanding > loan.own ? loan.outstanding - loan.own : 0n;
  const exact = bearing * BigInt(VILLAGE.feePerMille) * BigInt(months);
  return { months, fee: (exact * 2n + 1000n) / 2000n };
}

export const openLoanOf = (village: Village, member: Member): VillageLoan | undefined =>
  village.loans.find((loan) => loan.member === member && !['closed', 'refused'].includes(loan.state));

/** Each loan repaid by its day raises the next by a step. */
export function limitOf(village: Village, member: Member): bigint {
  const onTime = village.loans.filter(
    (loan) => loan.member === member && loan.state === 'closed' && loan.closedOn! <= loan.dueOn!,
  ).length;
  const raised = VILLAGE.firstLoan + VILLAGE.step * BigInt(onTime);
  return raised < VILLAGE.most ? raised : VILLAGE.most;
}

const lent = ({ loans }: Village): VillageLoan[] => loans.filter(({ state }) => state === 'disbursed');

export const someoneOwes = (village: Village, on: PlainDate): boolean =>
  lent(village).some(({ dueOn }) => dueOn! < on);

/** More than 15 % of what is lent is overdue. */
export function lendingStopped(village: Village, on: PlainDate): boolean {
  const all = total(lent(village).map(({ outstanding }) => outstanding));
  const late = total(
    lent(village)
      .filter(({ dueOn }) => dueOn! < on)
      .map(({ outstanding }) => outstanding),
  );
  return late * 100n > all * BigInt(VILLAGE.stopPercent);
}

export const feesOf = ({ entries }: Village, year: number): bigint =>
  total(
    entries
      .filter(
        ({ state, on }) =>
          state === 'confirmed' && on >= date(`${year}-01-01`) && on <= date(`${year}-12-31`),
      )
      .map(({ fee }) => fee),
  );

export const splitOf = (fees: bigint): [bigint, bigint, bigint] => {
  const [reserve = 0n, welfare = 0n, running = 0n] = shareOut(fees, VILLAGE.split.map(BigInt));
  return [reserve, welfare, running];
};

export const somethingWaits = ({ entries }: Village, year: number): boolean =>
  entries.some(({ state, on }) => state === 'entered' && on <= date(`${year}-12-31`));

/** What a confirmed entry does beside the books. */
export function follow(entry: VillageEntry): void {
  const { loan, on, amount, fee, months } = entry;
  if (!loan) return;
  if (entry.kind === 'disbursement')
    Object.assign(loan, {
      state: 'disbursed',
      lentOn: on,
      dueOn: addMonths(on, loan.months),
      outstanding: loan.amount,
    });
  if (entry.kind !== 'repayment') return;
  loan.outstanding -= amount - fee;
  loan.settled += months;
  if (loan.outstanding === 0n) Object.assign(loan, { state: 'closed', closedOn: on });
}
