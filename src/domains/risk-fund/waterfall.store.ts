import type { PlainDate } from '../../kernel/date.ts';
import { addFen, fen, type Fen } from '../../kernel/money.ts';
import { insertRow, one, sql, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import type { EnteredState, ShareRow } from './core/claim-row.ts';
import type { LossYear, Transfer } from './core/waterfall.ts';
import * as failure from './core/waterfall-failures.ts';
import { movementSamePerson } from './core/failures.ts';

export const waterfallConstraintFailures: ConstraintFailures = {
  risk_fund_transfer_once: failure.paidTwice,
  risk_fund_transfer_no_double: failure.paidTwice,
  risk_fund_answer_one: failure.answeredAlready,
  risk_fund_answer_waits: failure.waitingUnknown,
  risk_fund_answer_bank_owes: failure.bankOwes,
  risk_fund_answer_serial: failure.answerSerialKnown,
  risk_fund_answer_other_person: movementSamePerson,
  risk_fund_loss_report_once: failure.reportKnown,
  risk_fund_loss_report_other_person: movementSamePerson,
};

/** What one party owes another of a loss (应付款项). */
export interface TransferRow {
  readonly id: bigint;
  readonly claim_id: bigint;
  readonly county_code: string;
  readonly bank_id: bigint;
  readonly from_party: string;
  readonly to_party: string;
  readonly amount_fen: Fen;
  readonly due_on: PlainDate;
  readonly state: 'waiting' | 'paid' | 'refused';
  readonly offset_fen: Fen;
  readonly paid_fen: Fen;
}

type Claimed = Pick<TransferRow, 'county_code' | 'bank_id'> & { readonly id: bigint };

export async function insertTransfer(tx: Tx, claim: Claimed, transfer: Transfer): Promise<void> {
  await insertRow(tx, 'risk_fund_transfer', {
    claim_id: claim.id,
    county_code: claim.county_code,
    bank_id: claim.bank_id,
    from_party: transfer.from,
    to_party: transfer.to,
    amount_fen: transfer.amount,
    due_on: transfer.on,
  });
}

export async function transfersOf(tx: Tx, claimId: bigint): Promise<TransferRow[]> {
  const { rows } = await sql<TransferRow>(
    tx,
    'select * from risk_fund_transfer where claim_id = ? order by id for no key update',
    [claimId],
  );
  return rows;
}

export async function findTransfer(tx: Tx, id: bigint): Promise<TransferRow | null> {
  const { rows } = await sql<TransferRow>(tx, 'select * from risk_fund_transfer where id = ?', [id]);
  return rows[0] ?? null;
}

/** What of a transfer still has to be paid: what came back for its party meanwhile is paid already. */
export const owedOf = (transfer: TransferRow, shares: readonly ShareRow[]): Fen => {
  if (transfer.from_party === 'bank') return transfer.amount_fen;
  const recovered = shares.find(({ party }) => party === transfer.from_party)?.recovered_fen ?? 0n;
  return addFen(transfer.amount_fen, -recovered);
};

/** Guarded: answers whether the transfer still waited. */
export async function closeTransfer(
  tx: Tx,
  transfer: TransferRow,
  closing: { readonly state: 'paid' | 'refused'; readonly owed: Fen; readonly on: PlainDate },
): Promise<boolean> {
  const { state, owed, on } = closing;
  const moved = await tx('risk_fund_transfer')
    .where({ id: transfer.id, state: 'waiting' })
    .update({
      state,
      offset_fen: addFen(transfer.amount_fen, -owed),
      paid_fen: state === 'paid' ? owed : 0n,
      closed_on: on,
    });
  return moved === 1;
}

/** Guarded: what only a recovery had closed, that now is reversed, is owed again. */
export async function reopenTransfer(tx: Tx, transfer: TransferRow): Promise<boolean> {
  const moved = await tx('risk_fund_transfer')
    .where({ id: transfer.id, state: 'paid', paid_fen: 0n })
    .update({ state: 'waiting', offset_fen: 0n, closed_on: null });
  return moved === 1;
}

/** Takes back that a claim was settled, for a payer owes again. */
export async function unsettle(tx: Tx, claimId: bigint): Promise<void> {
  await sql(tx, 'update risk_fund_claim set settled_on = null where id = ?', [claimId]);
  await sql(tx, 'update risk_fund_claim_share set settled_fen = null where claim_id = ?', [claimId]);
}

export interface AnswerRow {
  readonly id: bigint;
  readonly transfer_id: bigint;
  readonly claim_id: bigint;
  readonly county_code: string;
  readonly bank_id: bigint;
  readonly outcome: 'paid' | 'refused';
  readonly amount_fen: Fen | null;
  readonly answered_on: PlainDate;
  readonly document_no: string;
  readonly bank_serial: string | null;
  readonly reason: string | null;
  readonly state: EnteredState;
  readonly entered_by: bigint;
  readonly entered_on: PlainDate;
}

export const insertAnswer = (tx: Tx, answer: Omit<AnswerRow, 'id' | 'state'>): Promise<AnswerRow> =>
  insertRow<AnswerRow>(tx, 'risk_fund_answer', { ...answer });

export async function lockAnswer(tx: Tx, id: bigint): Promise<AnswerRow | null> {
  const { rows } = await sql<AnswerRow>(tx, 'select * from risk_fund_answer where id = ? for update', [id]);
  return rows[0] ?? null;
}

/** Writes what each party and sub-party of a claim bears in the end; the database compares with the loss. */
export async function settleShares(tx: Tx, claimId: bigint, shares: readonly ShareRow[]): Promise<void> {
  for (const { path, amount_fen: amount } of shares)
    await sql(tx, 'update risk_fund_claim_share set settled_fen = ? where claim_id = ? and path = ?', [
      amount,
      claimId,
      path,
    ]);
}

export async function markSettled(tx: Tx, claimId: bigint, on: PlainDate): Promise<void> {
  await sql(tx, 'update risk_fund_claim set settled_on = ? where id = ?', [on, claimId]);
}

/** The transfers of a claim, each with its answers. */
export async function transfersWithAnswers(tx: Tx, claimId: bigint): Promise<Record<string, unknown>[]> {
  const { rows } = await sql<TransferRow & { readonly owed_fen: bigint }>(
    tx,
    `select t.*, case when t.state <> 'waiting' then 0
       else t.amount_fen - case when t.from_party = 'bank' then 0 else coalesce(s.recovered_fen, 0) end end as owed_fen
     from risk_fund_transfer t left join risk_fund_claim_share s on s.claim_id = t.claim_id and s.parent is null
       and s.party = t.from_party
     where t.claim_id = ? order by t.id`,
    [claimId],
  );
  const answers = await sql<AnswerRow>(tx, 'select * from risk_fund_answer where claim_id = ? order by id', [
    claimId,
  ]);
  return rows.map((row) => ({
    ...row,
    answers: answers.rows.filter((answer) => answer.transfer_id === row.id),
  }));
}

export interface LossReportRow {
  readonly id: bigint;
  readonly fund_id: bigint;
  readonly county_code: string;
  readonly party: string;
  readonly on_date: PlainDate;
  readonly premium_fen: Fen;
  readonly claims_fen: Fen;
  readonly document_no: string;
  readonly state: EnteredState;
  readonly entered_by: bigint;
  readonly entered_on: PlainDate;
}

export const insertLossReport = (
  tx: Tx,
  report: Omit<LossReportRow, 'id' | 'state'>,
): Promise<LossReportRow> => insertRow<LossReportRow>(tx, 'risk_fund_loss_report', { ...report });

export async function lockLossReport(tx: Tx, id: bigint): Promise<LossReportRow | null> {
  const { rows } = await sql<LossReportRow>(
    tx,
    'select * from risk_fund_loss_report where id = ? for update',
    [id],
  );
  return rows[0] ?? null;
}

export async function lossReportsOf(tx: Tx, fundId: bigint): Promise<LossReportRow[]> {
  const { rows } = await sql<LossReportRow>(
    tx,
    'select * from risk_fund_loss_report where fund_id = ? order by on_date, id',
    [fundId],
  );
  return rows;
}

/**
 * Premiums and claims of a payer's calendar year up to a day: its last confirmed report, and its parts of the
 * claims filed since. Null when it has reported nothing this year.
 */
export async function lossYearOf(
  tx: Tx,
  of: { readonly fundId: bigint; readonly party: string; readonly on: PlainDate },
): Promise<LossYear | null> {
  const { rows } = await sql<LossReportRow>(
    tx,
    `select * from risk_fund_loss_report where fund_id = ? and party = ? and state = 'confirmed'
       and on_date >= date_trunc('year', ?::date)::date and on_date <= ? order by on_date desc limit 1`,
    [of.fundId, of.party, of.on, of.on],
  );
  const report = rows[0];
  if (!report) return null;
  const since = await sql<{ claims: bigint }>(
    tx,
    'select risk_fund_layer_claims(?, ?::date, ?::date) as claims',
    [of.fundId, report.on_date, of.on],
  );
  return {
    premiums: report.premium_fen,
    claims: addFen(report.claims_fen, fen(one(since.rows).claims)),
  };
}
