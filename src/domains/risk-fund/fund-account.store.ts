import type { PlainDate } from '../../kernel/date.ts';
import { invariant } from '../../kernel/invariant.ts';
import { fen, type Fen } from '../../kernel/money.ts';
import { insertRow, one, sql, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import * as failure from './core/account-failures.ts';
import type { FundAccountRow, FundRow } from './core/claim-row.ts';
import { fundTooSmall } from './core/failures.ts';

export const fundAccountConstraintFailures: ConstraintFailures = {
  risk_fund_account_one_open: failure.accountOpenThere,
  risk_fund_account_year: failure.openedInClosedYear,
  risk_fund_account_empty: failure.accountNotEmpty,
  risk_fund_account_last: failure.lastAccount,
  risk_fund_account_closed: failure.accountClosed,
  risk_fund_movement_account: () => failure.notAnAccount('/account_id'),
  risk_fund_movement_to_account: () => failure.notAnAccount('/to_account_id'),
  risk_fund_movement_between: failure.sameAccount,
  risk_fund_movement_account_open: failure.accountNotOpen,
};

export interface NewFundAccount {
  readonly bankId: bigint;
  readonly accountNo: string | null;
  readonly openedBy: bigint;
  readonly openedOn: PlainDate;
}

/** A further account of a fund; the database gives it its code on the ledger. */
export const insertFundAccount = (tx: Tx, fund: FundRow, account: NewFundAccount): Promise<FundAccountRow> =>
  insertRow<FundAccountRow>(tx, 'risk_fund_account', {
    fund_id: fund.id,
    county_code: fund.county_code,
    bank_id: account.bankId,
    account_no: account.accountNo,
    opened_by: account.openedBy,
    opened_on: account.openedOn,
  });

export async function findFundAccount(tx: Tx, id: bigint): Promise<FundAccountRow | null> {
  const { rows } = await sql<FundAccountRow>(tx, 'select * from risk_fund_account where id = ?', [id]);
  return rows[0] ?? null;
}

/** An account that something names: it is there, for a key holds it. */
export async function fundAccount(tx: Tx, id: bigint): Promise<FundAccountRow> {
  const account = await findFundAccount(tx, id);
  invariant(account, 'a movement names an account of its fund');
  return account;
}

/**
 * Where money of a bank's loans lies: in the fund's account at that bank while one is open, else in the
 * oldest that is; null = the oldest.
 */
export async function accountFor(tx: Tx, fundId: bigint, bankId: bigint | null): Promise<FundAccountRow> {
  const { rows } = await sql<FundAccountRow>(
    tx,
    'select * from risk_fund_account where id = risk_fund_account_for(?, ?)',
    [fundId, bankId],
  );
  return one(rows);
}

/** The account into which what came back was booked; its counter-entry leaves the same. */
export async function accountBooked(
  tx: Tx,
  booked: {
    readonly subjectKind: 'risk_fund_recovery' | 'risk_fund_back_payment';
    readonly subjectId: bigint;
  },
): Promise<FundAccountRow> {
  const { rows } = await sql<FundAccountRow>(
    tx,
    `select k.* from journal_entry e join posting p on p.entry_id = e.id join ledger_account a on a.id = p.account_id
     join risk_fund_account k on k.code = a.code
     where e.act = 'risk-fund.recovery' and e.subject_kind = ? and e.subject_id = ? and e.phase = 'posted'`,
    [booked.subjectKind, booked.subjectId],
  );
  return one(rows);
}

/** Guarded: answers whether it was open. */
export async function closeFundAccount(
  tx: Tx,
  id: bigint,
  closing: { readonly closed_by: bigint; readonly closed_on: PlainDate },
): Promise<boolean> {
  return (await tx('risk_fund_account').where({ id }).whereNull('closed_on').update(closing)) === 1;
}

/** Of a fund and of one of its accounts, the money that nobody has a claim on. */
async function freeOf(tx: Tx, account: FundAccountRow) {
  const { rows } = await sql<{ fund: Fen; own: Fen; bank: string }>(
    tx,
    `select risk_fund_free_money(?) as fund, risk_fund_account_free(?) as own,
       (select name from organisation where id = ?) as bank`,
    [account.fund_id, account.id, account.bank_id],
  );
  return one(rows);
}

/**
 * Refuses what would leave an account without money for the claims approved: first for the fund as a whole,
 * then for the account itself, which other banks' money does not help. The fund is locked.
 */
export async function requireFree(tx: Tx, account: FundAccountRow, amount: bigint): Promise<void> {
  if (account.closed_on !== null) throw failure.accountClosed();
  const { fund, own, bank } = await freeOf(tx, account);
  if (fund < amount) throw fundTooSmall(fen(fund));
  if (own < amount) throw failure.accountTooSmall(bank, fen(own));
}

/**
 * Of a move between banks: the account that it leaves keeps the money for the claims that it is to pay. The
 * fund as a whole holds what it held, so the claims of other accounts are no matter.
 */
export async function requireHeld(tx: Tx, account: FundAccountRow, amount: bigint): Promise<void> {
  const { own, bank } = await freeOf(tx, account);
  if (own < amount) throw failure.accountTooSmall(bank, fen(own));
}

/**
 * Names the bank where the account that pays lacks what the fund holds elsewhere; that the fund lacks it as a
 * whole the ledger says.
 */
export async function requireThere(tx: Tx, account: FundAccountRow, amount: bigint): Promise<void> {
  const { fund, own, bank } = await freeOf(tx, account);
  if (own < amount && amount <= fund) throw failure.accountTooSmall(bank, fen(own));
}

/** An account with what lies in it. */
export interface FundAccountView extends FundAccountRow {
  readonly bank_name: string;
  readonly balance_fen: bigint;
  /** Of it, on its way out. */
  readonly pending_fen: bigint;
  readonly free_fen: bigint;
}

export async function accountsOfFund(tx: Tx, fundId: bigint): Promise<FundAccountView[]> {
  const { rows } = await sql<FundAccountView>(
    tx,
    `select k.*, o.name as bank_name, coalesce(a.posted_fen, 0)::bigint as balance_fen,
       coalesce(-least(a.pending_fen, 0), 0)::bigint as pending_fen, risk_fund_account_free(k.id) as free_fen
     from risk_fund_account k join organisation o on o.id = k.bank_id left join ledger_account a on a.code = k.code
     where k.fund_id = ? order by k.id`,
    [fundId],
  );
  return rows;
}
