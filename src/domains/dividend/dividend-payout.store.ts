import type { PlainDate } from '../../kernel/date.ts';
import type { Fen } from '../../kernel/money.ts';
import { insertRow, one, sql, type Tx } from '../../platform/db.ts';
import type { RegisteredCard } from './core/payout-lines.ts';
import type { PayoutRow, PayoutState, ReceiptSource } from './core/payout-row.ts';

/** Money allotted to a household that no list pays yet, with the household's card. */
export interface Payable extends RegisteredCard {
  readonly allotment_id: bigint;
  readonly receipt_id: bigint;
  readonly component: ReceiptSource;
  readonly due_id: bigint;
  readonly agreement_id: bigint | null;
  readonly household_id: bigint;
  readonly household_no: string;
  readonly terms_id: bigint | null;
  readonly due_on: PlainDate;
  readonly withholding_percent: number;
  readonly gross_fen: Fen;
  readonly account_index: string | null;
  readonly account_last4: string | null;
  readonly account_bank: string | null;
}

/**
 * What waits to be paid of an enterprise by a bank, by agreements or of one dividend by shares, by household
 * number; held until the transaction ends.
 */
export async function lockPayables(
  tx: Tx,
  from: {
    readonly enterpriseId: bigint;
    readonly bankId: bigint;
    readonly shareDividendId: bigint | null;
  },
  limit: number,
): Promise<Payable[]> {
  const { rows } = await sql<Payable>(
    tx,
    `select a.id as allotment_id, a.receipt_id, r.source as component, d.id as due_id, d.agreement_id, d.household_id,
       h.household_no, d.terms_id, d.due_on, d.withholding_percent, a.amount_fen as gross_fen,
       h.card_account_cipher as account_cipher, h.card_account_index as account_index, h.card_account_last4 as account_last4,
       h.card_bank_name as account_bank, coalesce(h.card_account_name, h.head_name) as account_name,
       exists (select from household_member m where m.household_id = h.id and m.left_on is null
         and m.name = coalesce(h.card_account_name, h.head_name)) as is_member,
       exists (select from household o where o.card_account_index = h.card_account_index and o.id <> h.id)
         or exists (select from dividend_payout_line o where o.account_index = h.card_account_index and o.household_id <> h.id)
         as is_shared
     from dividend_allotment a join dividend_receipt r on r.id = a.receipt_id join dividend_due d on d.id = a.due_id
     join household h on h.id = d.household_id
     where d.enterprise_id = ? and d.kind <> 'principal' and d.share_dividend_id is not distinct from ?::bigint and (d.bank_id = ? or d.bank_id is null)
       and not exists (select from dividend_payout_line l where l.allotment_id = a.id and l.state not in ('withdrawn', 'released'))
     order by h.household_no, d.due_on, a.id limit ? for no key update of d`,
    [from.enterpriseId, from.shareDividendId, from.bankId, limit],
  );
  return rows;
}

export interface NewLine extends Payable {
  readonly withheld_fen: Fen;
  readonly net_fen: Fen;
  readonly sealed_account: string;
}

export type NewPayout = Omit<
  PayoutRow,
  'id' | 'state' | 'paid_count' | 'paid_fen' | 'excluded_count' | 'excluded_fen' | 'reason'
>;

export async function nextPayoutNo(tx: Tx, countyCode: string, year: number): Promise<string> {
  const { rows } = await sql<{ no: bigint }>(tx, `select nextval('dividend_payout_seq') as no`);
  return `FH${countyCode}-${String(year)}-${String(one(rows).no).padStart(6, '0')}`;
}

export async function insertPayout(tx: Tx, payout: NewPayout, lines: readonly NewLine[]): Promise<PayoutRow> {
  const row = await insertRow<PayoutRow>(tx, 'dividend_payout', { ...payout });
  const numbered = lines.map((line, index) => ({
    line_no: index + 1,
    allotment_id: String(line.allotment_id),
    receipt_id: String(line.receipt_id),
    due_id: String(line.due_id),
    agreement_id: line.agreement_id === null ? null : String(line.agreement_id),
    household_id: String(line.household_id),
    due_on: line.due_on,
    component: line.component,
    withholding_percent: line.withholding_percent,
    gross_fen: String(line.gross_fen),
    withheld_fen: String(line.withheld_fen),
    net_fen: String(line.net_fen),
    payee_name: line.account_name,
    account_cipher: line.sealed_account,
    account_index: line.account_index,
    account_last4: line.account_last4,
    account_bank: line.account_bank ?? '',
  }));
  await sql(
    tx,
    `insert into dividend_payout_line (payout_id, county_code, enterprise_id, bank_id, line_no, allotment_id, receipt_id, due_id,
       agreement_id, household_id, due_on, component, withholding_percent, gross_fen, withheld_fen, net_fen, payee_name,
       account_cipher, account_index, account_last4, account_bank)
     select ?, ?, ?, ?, g.* from jsonb_to_recordset(?::jsonb) as g (line_no int, allotment_id bigint, receipt_id bigint,
       due_id bigint, agreement_id bigint, household_id bigint, due_on date, component text, withholding_percent int,
       gross_fen bigint, withheld_fen bigint, net_fen bigint, payee_name text, account_cipher text, account_index text,
       account_last4 text, account_bank text)`,
    [row.id, row.county_code, row.enterprise_id, row.bank_id, JSON.stringify(numbered)],
  );
  return row;
}

export async function lockPayout(tx: Tx, id: bigint): Promise<PayoutRow | null> {
  const { rows } = await sql<PayoutRow>(tx, 'select * from dividend_payout where id = ? for no key update', [
    id,
  ]);
  return rows[0] ?? null;
}

/** Guarded change of state; false when the list moved on meanwhile. */
export async function movePayout(
  tx: Tx,
  payout: Pick<PayoutRow, 'id' | 'state'>,
  to: PayoutState,
  also: Partial<Pick<PayoutRow, 'reason' | 'paid_count' | 'paid_fen'>> = {},
): Promise<boolean> {
  const where = { id: payout.id, state: payout.state };
  return (
    (await tx('dividend_payout')
      .where(where)
      .update({ state: to, ...also })) === 1
  );
}

export interface PayoutDecision {
  readonly payout_id: bigint;
  readonly county_code: string;
  readonly step: number;
  readonly act: 'draft' | 'approve' | 'instruct';
  readonly lines_hash: string;
  readonly person_id: bigint;
  readonly person_name: string;
  readonly role: string;
  readonly remark: string | null;
  readonly decided_on: PlainDate;
}

export async function insertPayoutDecision(tx: Tx, decision: PayoutDecision): Promise<void> {
  await insertRow(tx, 'dividend_payout_decision', { ...decision });
}

/** A line as it is sent to the bank. */
export interface LineToSend {
  readonly id: bigint;
  readonly loan_id: bigint | null;
  readonly source_no: string;
  readonly net_fen: Fen;
  readonly payee_name: string;
  readonly account_cipher: string;
  readonly account_last4: string;
  readonly account_bank: string;
}

export async function linesToSend(tx: Tx, payoutId: bigint): Promise<LineToSend[]> {
  const { rows } = await sql<LineToSend>(
    tx,
    `select l.id, d.loan_id, s.source_no, l.net_fen, l.payee_name, l.account_cipher, l.account_last4, l.account_bank
     from dividend_payout_line l join dividend_due d on d.id = l.due_id join dividend_source s on s.due_id = d.id
     where l.payout_id = ? and l.state = 'pending' order by l.line_no`,
    [payoutId],
  );
  return rows;
}

/** Which of these accounts another household than the line's own has or was paid on. */
export async function foreignAccounts(
  tx: Tx,
  lines: readonly { readonly lineId: bigint; readonly accountIndex: string }[],
): Promise<number> {
  const { rows } = await sql<{ foreign: number }>(
    tx,
    `select count(*)::int as foreign from unnest(?::bigint[], ?::text[]) as g (line_id, account_index)
     join dividend_payout_line l on l.id = g.line_id
     where exists (select from household h where h.card_account_index = g.account_index and h.id <> l.household_id)
       or exists (select from dividend_payout_line o where o.account_index = g.account_index and o.household_id <> l.household_id)`,
    [lines.map((line) => String(line.lineId)), lines.map((line) => line.accountIndex)],
  );
  return one(rows).foreign;
}

/**
 * The one live payment of a line `x`, read by its key: joined freely, lines and payments just written were
 * compared each with each.
 */
const PAYMENT_OF_LINE = `(select y.state, y.answered_on from payment_line y where y.subject_kind = 'dividend_payout_line'
  and y.subject_ref = x.id::text and y.state in ('sent', 'paid') offset 0)`;

/** Marks what the bank has paid; the database carries it into the dues. Answers what was newly paid. */
export async function markPaid(
  tx: Tx,
  payoutId: bigint,
): Promise<{ id: bigint; withheld_fen: bigint; paid_on: PlainDate }[]> {
  const { rows } = await sql<{ id: bigint; withheld_fen: bigint; paid_on: PlainDate }>(
    tx,
    `update dividend_payout_line l set state = 'paid', paid_on = g.answered_on
     from (select x.id, p.answered_on from dividend_payout_line x cross join lateral ${PAYMENT_OF_LINE} p
       where x.payout_id = ? and x.state = 'pending' and p.state = 'paid') g
     where l.id = g.id returning l.id, l.withheld_fen, l.paid_on`,
    [payoutId],
  );
  return rows;
}

export interface PayoutStanding {
  readonly paid_count: number;
  readonly paid_fen: Fen;
  readonly waiting: number;
}

/** How far a list has come: what arrived, and how many lines still wait for the bank's answer. */
export async function payoutStanding(tx: Tx, payoutId: bigint): Promise<PayoutStanding> {
  const { rows } = await sql<PayoutStanding>(
    tx,
    `select (count(*) filter (where x.state = 'paid'))::int as paid_count,
       coalesce(sum(x.net_fen) filter (where x.state = 'paid'), 0)::bigint as paid_fen,
       (count(*) filter (where p.state = 'sent'))::int as waiting
     from dividend_payout_line x left join lateral ${PAYMENT_OF_LINE} p on true where x.payout_id = ?`,
    [payoutId],
  );
  return one(rows);
}

export async function withdrawLines(tx: Tx, payoutId: bigint): Promise<void> {
  await tx('dividend_payout_line')
    .where({ payout_id: payoutId, state: 'pending' })
    .update({ state: 'withdrawn' });
}

/** Lists whose bank has answered though they do not know yet. */
export async function unsettledPayouts(tx: Tx, limit: number): Promise<bigint[]> {
  const { rows } = await sql<{ id: bigint }>(
    tx,
    `select p.id from dividend_payout p where p.state in ('instructed', 'partial') and exists (
       select from dividend_payout_line x cross join lateral ${PAYMENT_OF_LINE} b
       where x.payout_id = p.id and x.state = 'pending' and b.state = 'paid')
     order by p.id limit ?`,
    [limit],
  );
  return rows.map((row) => row.id);
}
