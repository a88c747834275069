import type { PlainDate } from '../../kernel/date.ts';
import { insertRow, one, sql, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import type { FundRow, MovementRow } from './core/claim-row.ts';
import { dunnedOtherwise } from './core/dunning-failures.ts';
import { claimedAnew, householdCovered, notCalledDue, restOwedKept } from './core/early-claim-failures.ts';
import * as failure from './core/failures.ts';
import { fundNotInPlace } from './core/fund-before-lending.ts';
import { recoveryNotLastKept } from './core/reverse-recovery.ts';
import type { FundTerms, NewFundTerms } from './core/fund-terms.ts';

export const riskFundConstraintFailures: ConstraintFailures = {
  risk_fund_name: failure.nameTaken,
  risk_fund_product_once: failure.productCovered,
  risk_fund_known_product: failure.unknownProduct,
  risk_fund_terms_overlap: failure.termsOverlap,
  risk_fund_terms_used: failure.termsUsed,
  risk_fund_movement_once: failure.movementKnown,
  risk_fund_claim_dunned: dunnedOtherwise,
  risk_fund_movement_other_person: failure.movementSamePerson,
  risk_fund_recovery_other_person: failure.movementSamePerson,
  risk_fund_claim_one_open: failure.claimOpenAlready,
  risk_fund_claim_whole_once: failure.claimOpenAlready,
  risk_fund_claim_principal_once: claimedAnew,
  risk_fund_claim_interest_once: claimedAnew,
  risk_fund_claim_stretch: claimedAnew,
  risk_fund_recovery_rest: restOwedKept,
  risk_fund_claim_within_debt: failure.debtChanged,
  risk_fund_claim_product: failure.notCovered,
  risk_fund_decision_one_per_person: failure.samePerson,
  risk_fund_decision_one_per_step: failure.outOfOrder,
  risk_fund_payer_other_person: failure.samePerson,
  risk_fund_recovery_after_payment: failure.notCompensated,
  risk_fund_claim_due: notCalledDue,
  risk_fund_claim_cover_cap: householdCovered,
  risk_fund_recovery_serial: failure.recoveryKnown,
  risk_fund_recovery_costs: failure.costsAboveReceipt,
  loan_fund_before_lending: fundNotInPlace,
  risk_fund_recovered_within: failure.recoveredBeyond,
  risk_fund_recovery_last: recoveryNotLastKept,
};

export interface NewFund {
  readonly countyCode: string;
  readonly name: string;
  readonly depositBankId: bigint;
  readonly accountNo: string | null;
  readonly bankIds: readonly bigint[];
  readonly productCodes: readonly string[];
  readonly openedBy: bigint;
  readonly openedOn: PlainDate;
}

/** A fund with the banks and products it covers. */
export async function insertFund(tx: Tx, fund: NewFund): Promise<FundRow> {
  const row = await insertRow<FundRow>(tx, 'risk_fund', {
    county_code: fund.countyCode,
    name: fund.name,
    deposit_bank_id: fund.depositBankId,
    account_no: fund.accountNo,
    opened_by: fund.openedBy,
    opened_on: fund.openedOn,
  });
  await sql(
    tx,
    `insert into risk_fund_bank (fund_id, county_code, bank_id)
     select ?, ?, bank_id from unnest(?::bigint[]) as g (bank_id)`,
    [row.id, row.county_code, fund.bankIds.map(String)],
  );
  await sql(
    tx,
    `insert into risk_fund_product (fund_id, county_code, product_code)
     select ?, ?, code from unnest(?::text[]) as g (code)`,
    [row.id, row.county_code, fund.productCodes],
  );
  return row;
}

export async function findFund(tx: Tx, id: bigint): Promise<FundRow | null> {
  const { rows } = await sql<FundRow>(tx, 'select * from risk_fund where id = ?', [id]);
  return rows[0] ?? null;
}

/** Holds a fund, so that two approvals cannot both find the same money. */
export async function lockFund(tx: Tx, id: bigint): Promise<void> {
  one((await sql(tx, 'select id from risk_fund where id = ? for no key update', [id])).rows);
}

/** The fund that covers a product of a county at a bank. */
export async function fundCovering(
  tx: Tx,
  place: { readonly county_code: string; readonly product_code: string; readonly bank_id: bigint },
): Promise<FundRow | null> {
  const { rows } = await sql<FundRow>(
    tx,
    `select f.* from risk_fund f join risk_fund_product p on p.fund_id = f.id
     join risk_fund_bank b on b.fund_id = f.id
     where p.county_code = ? and p.product_code = ? and b.bank_id = ?`,
    [place.county_code, place.product_code, place.bank_id],
  );
  return rows[0] ?? null;
}

/** Who asked for measures, and the work that two persons signed; null in a rehearsal only. */
export interface TermsPublication {
  readonly person: bigint;
  readonly on: PlainDate;
  readonly countersignId: bigint | null;
}

export async function insertTerms(
  tx: Tx,
  fund: FundRow,
  terms: NewFundTerms,
  by: TermsPublication,
): Promise<FundTerms> {
  return insertRow<FundTerms>(tx, 'risk_fund_terms', {
    ...terms,
    shares: JSON.stringify(terms.shares),
    premium_shares: terms.premium_shares && JSON.stringify(terms.premium_shares),
    waterfall: terms.waterfall && JSON.stringify(terms.waterfall),
    funding_ratio: terms.funding_ratio && JSON.stringify(terms.funding_ratio),
    fund_id: fund.id,
    county_code: fund.county_code,
    published_by: by.person,
    published_on: by.on,
    countersign_id: by.countersignId,
  });
}

/**
 * Ends the measures that hold until others replace them on the eve of `from`; answers the document that is
 * replaced. Refused when a loan signed on `from` or later was dealt with by them already.
 */
export async function replaceTerms(tx: Tx, fundId: bigint, from: PlainDate): Promise<string | null> {
  const { rows } = await sql<{ document_no: string; used: boolean }>(
    tx,
    `update risk_fund_terms set effective_to = ?::date - 1
     where fund_id = ? and effective_to is null and effective_from < ?
     returning document_no, risk_fund_terms_used(id, ?::date) as used`,
    [from, fundId, from, from],
  );
  if (rows[0]?.used) throw failure.termsUsed();
  return rows[0]?.document_no ?? null;
}

/** The version in force on a day. */
export async function termsOfDay(tx: Tx, fundId: bigint, on: PlainDate): Promise<FundTerms | null> {
  const { rows } = await sql<FundTerms>(
    tx,
    `select * from risk_fund_terms where fund_id = ? and effective_from <= ?
       and (effective_to is null or effective_to >= ?)`,
    [fundId, on, on],
  );
  return rows[0] ?? null;
}

export async function termsByNumber(tx: Tx, id: bigint): Promise<FundTerms> {
  return one((await sql<FundTerms>(tx, 'select * from risk_fund_terms where id = ?', [id])).rows);
}

export type NewMovement = Omit<MovementRow, 'id' | 'state'>;

export const insertMovement = (tx: Tx, movement: NewMovement): Promise<MovementRow> =>
  insertRow<MovementRow>(tx, 'risk_fund_movement', { ...movement });

export async function lockMovement(tx: Tx, id: bigint): Promise<MovementRow | null> {
  const { rows } = await sql<MovementRow>(tx, 'select * from risk_fund_movement where id = ? for update', [
    id,
  ]);
  return rows[0] ?? null;
}

/** Tables of what one person enters and another confirms. */
type EnteredTable =
  | 'risk_fund_movement'
  | 'risk_fund_recovery'
  | 'risk_fund_answer'
  | 'risk_fund_back_payment'
  | 'risk_fund_loss_report'
  | 'risk_fund_year'
  | 'county_payment';

/** Guarded: answers whether the movement still waited. */
export async function decideEntered(
  tx: Tx,
  table: EnteredTable,
  id: bigint,
  decision: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  return (await tx(table).where({ id, state: 'entered' }).update(decision)) === 1;
}

/** Money of a fund that nobody has a claim on: without what is on its way or approved to be paid. */
export async function freeMoney(tx: Tx, fundId: bigint): Promise<bigint> {
  const { rows } = await sql<{ free_fen: bigint }>(tx, 'select risk_fund_free_money(?) as free_fen', [
    fundId,
  ]);
  return one(rows).free_fen;
}

/**
 * Money that a loan counts against, free: the fund's, or what lies at its bank where its measures go by bank.
 */
export async function poolOf(tx: Tx, fundId: bigint, loanId: bigint): Promise<bigint> {
  const { rows } = await sql<{ pool_fen: bigint }>(tx, 'select risk_fund_pool(?, ?) as pool_fen', [
    fundId,
    loanId,
  ]);
  return one(rows).pool_fen;
}

/**
 * Of the free money, what lay in the fund since the end of a day without ever being less; of one bank's, or
 * null = of all.
 */
export async function lainMoney(
  tx: Tx,
  fundId: bigint,
  since: PlainDate,
  bankId: bigint | null,
): Promise<bigint> {
  const { rows } = await sql<{ lain_fen: bigint }>(tx, 'select risk_fund_lain_at(?, ?, ?) as lain_fen', [
    ...[fundId, since, bankId],
  ]);
  return one(rows).lain_fen;
}

/** What of the covered products each covered bank has lent, and what of the fund lies with it, free. */
export async function bankBooks(
  tx: Tx,
  fundId: bigint,
): Promise<{ bank_id: bigint; pool_fen: bigint; outstanding_fen: bigint }[]> {
  const { rows } = await sql<{ bank_id: bigint; pool_fen: bigint; outstanding_fen: bigint }>(
    tx,
    'select * from risk_fund_bank_book(?)',
    [fundId],
  );
  return rows;
}

type Exposure = { readonly total_fen: bigint; readonly earlier_fen: bigint };

/**
 * Loans outstanding under a fund, over all its banks; `loanId` marks the loan whose elders are counted, and
 * whose bank alone counts where its measures go by bank.
 */
export async function exposure(tx: Tx, fundId: bigint, loanId: bigint): Promise<Exposure> {
  const { rows } = await sql<Exposure>(tx, 'select * from risk_fund_exposure(?, ?)', [fundId, loanId]);
  return one(rows);
}
