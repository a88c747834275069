import type { PlainDate } from '../../../kernel/date.ts';
import { groupBy } from '../../../kernel/group-by.ts';
import { addFen, ZERO_FEN, type Fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { fundMissing } from '../core/failures.ts';
import { fundDue, type OwedBearer } from '../core/recovery-owed.ts';
import * as store from '../recovery-due.store.ts';
import { findFund } from '../risk-fund.store.ts';

/** A claim's repayments since its compensation, with the fund's part of what is not returned. */
type ClaimDue = store.ClaimDueRow & { readonly fund_due_fen: Fen | null };

async function withFundDue(tx: Tx, rows: readonly store.ClaimDueRow[]): Promise<ClaimDue[]> {
  const bearers = new Map<bigint, OwedBearer[]>();
  for (const row of await store.bearersOfClaims(
    tx,
    rows.map(({ claim_id: id }) => id),
  )) {
    const own = bearers.get(row.claim_id) ?? [];
    own.push({
      ...{ party: row.party, borne: row.borne_fen, recovered: row.recovered_fen },
      paysFund: row.pays_fund,
    });
    bearers.set(row.claim_id, own);
  }
  return rows.map((row) => ({
    ...row,
    fund_due_fen: fundDue({
      ...{ order: row.recovery_order, received: row.received_fen, returned: row.returned_fen },
      bearers: bearers.get(row.claim_id) ?? [],
      ...{ owedBeyond: row.owed_beyond_fen, partOpen: row.part_open },
    }),
  }));
}

/**
 * Compensated claims on which the household repaid since (代偿后还款): received, recorded, returned, what is
 * short, the fund's part by the terms, by when and how late. Open ones, late ones, or all.
 */
export async function readRecoveryDues(
  tx: Tx,
  query: store.ClaimDueQuery & { readonly limit: number },
): Promise<{ readonly items: ClaimDue[]; readonly next: bigint | null }> {
  const page = await store.claimsWithDues(tx, query);
  return { items: await withFundDue(tx, page.items), next: page.next };
}

/** One bank of a fund. */
interface BankDue {
  readonly bank_id: bigint;
  readonly bank_name: string;
  readonly claims: number;
  readonly received_fen: Fen;
  readonly waiting_fen: Fen;
  readonly returned_fen: Fen;
  readonly short_fen: Fen;
  readonly late_fen: Fen;
  /** Of what is not returned, as far as it is known who bears which part. */
  readonly fund_due_fen: Fen;
  readonly undecided: number;
}

function sumOfBank(own: readonly ClaimDue[], { bank_id, bank_name }: ClaimDue): BankDue {
  const total = (of: (row: ClaimDue) => Fen) => addFen(...own.map(of));
  return {
    ...{ bank_id, bank_name, claims: own.length },
    received_fen: total((row) => row.received_fen),
    waiting_fen: total((row) => row.waiting_fen),
    returned_fen: total((row) => row.returned_fen),
    short_fen: total((row) => row.short_fen),
    late_fen: total((row) => row.late_fen),
    fund_due_fen: total((row) => row.fund_due_fen ?? ZERO_FEN),
    undecided: own.filter((row) => row.fund_due_fen === null).length,
  };
}

/** What the banks of a fund received since the compensation, and owe it. */
export async function readFundRecoveries(tx: Tx, fundId: bigint): Promise<{ banks: BankDue[] }> {
  if (!(await findFund(tx, fundId))) throw fundMissing();
  const all = await withFundDue(tx, (await store.claimsWithDues(tx, { fund_id: fundId })).items);
  const byBank = groupBy(all, (row) => row.bank_id);
  const banks = [...byBank.values()].flatMap((own) => (own[0] ? [sumOfBank(own, own[0])] : []));
  return { banks: banks.sort((a, b) => (a.bank_id < b.bank_id ? -1 : 1)) };
}

/** What of the repayments before a day is not returned, whole and the fund's part of it. */
export async function unreturnedBefore(
  tx: Tx,
  fundId: bigint,
  before: PlainDate,
): Promise<{ readonly unreturned_fen: Fen; readonly unreturned_fund_fen: Fen }> {
  const open = await store.claimsWithDues(tx, { fund_id: fundId, before, state: 'open' });
  const due = (await withFundDue(tx, open.items)).map((row) => row.fund_due_fen ?? ZERO_FEN);
  return {
    unreturned_fen: await store.unreturnedOf(tx, fundId, before),
    unreturned_fund_fen: addFen(...due),
  };
}

/** The reminders of a post (催缴); its own unless another is named. */
export const readRecoveryReminders = (
  tx: Tx,
  context: Context,
  query: Omit<store.RecoveryReminderQuery, 'role'> & { readonly role?: string | undefined },
) => store.listRecoveryReminders(tx, { ...query, role: query.role ?? context.actor.role });
