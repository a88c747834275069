import type { PlainDate } from '../../kernel/date.ts';
import type { Fen } from '../../kernel/money.ts';
import { sql, type Tx } from '../../platform/db.ts';

const COUNTY_NAME = `coalesce((select r.name from region r where r.code = b.county_code || '000000'
  order by r.valid_from desc limit 1), b.county_code)`;

/** Head of the payment list of one order. */
export interface OrderPaper {
  readonly id: bigint;
  readonly order_no: string;
  readonly county_code: string;
  readonly bank_id: bigint;
  readonly line_count: number;
  readonly total_fen: Fen;
  readonly instructed_on: PlainDate;
  readonly period_from: PlainDate;
  readonly period_to: PlainDate;
  readonly county_name: string;
  readonly bank_name: string;
  readonly payer_name: string;
  readonly payer_account_no: string | null;
}

/** The order of a subsidy batch; who pays is the office whose person instructed it. Null for other orders. */
export async function orderPaper(tx: Tx, orderId: bigint): Promise<OrderPaper | null> {
  const { rows } = await sql<OrderPaper>(
    tx,
    `select o.id, o.order_no, o.county_code, o.bank_id, o.line_count, o.total_fen, o.instructed_on,
       b.period_from, b.period_to, ${COUNTY_NAME} as county_name, bank.name as bank_name,
       payer.name as payer_name, payer.account_no as payer_account_no
     from payment_order o join subsidy_batch b on o.subject_kind = 'subsidy_batch' and b.id = o.subject_id
     join organisation bank on bank.id = o.bank_id
     join lateral (select d.organisation_id from subsidy_decision d where d.batch_id = b.id and d.act = 'instruct'
       order by d.round desc limit 1) instructed on true
     join organisation payer on payer.id = instructed.organisation_id
     where o.id = ?`,
    [orderId],
  );
  return rows[0] ?? null;
}

export interface OrderPaperLine {
  readonly borrower_name: string;
  readonly id_no_masked: string;
  readonly contract_no: string;
  readonly principal_fen: Fen;
  readonly days: number;
  readonly amount_fen: Fen;
  /** End of the paid line that this adjusts; null for a line of the period itself. */
  readonly adjusts_to: PlainDate | null;
  readonly offset_fen: Fen;
  readonly payee_name: string;
  readonly payee_account_cipher: string;
}

export async function orderPaperLines(tx: Tx, orderId: bigint): Promise<OrderPaperLine[]> {
  const { rows } = await sql<OrderPaperLine>(
    tx,
    `select m.name as borrower_name, m.id_no_masked, l.contract_no, s.principal_fen, s.days, p.amount_fen,
       case when p.subject_kind = 'subsidy_adjustment' then s.period_to end as adjusts_to,
       case when p.subject_kind = 'subsidy_adjustment' then j.offset_fen else s.offset_fen end as offset_fen,
       p.payee_name, p.payee_account_cipher
     from payment_line p join loan l on l.id = p.loan_id join household_member m on m.id = l.borrower_id
     join subsidy_line s on s.loan_id = p.loan_id and s.period_to = split_part(p.subject_ref, '/', 2)::date
     join payment_order o on o.id = p.order_id
     left join subsidy_adjustment j on p.subject_kind = 'subsidy_adjustment' and j.batch_id = o.subject_id
       and j.loan_id = p.loan_id and j.period_to = s.period_to
     where p.order_id = ? order by p.line_no`,
    [orderId],
  );
  return rows;
}

/** A notice of a batch that has no paper yet, with what stands at its head. */
export interface NoticePaper {
  readonly id: bigint;
  readonly batch_no: string;
  readonly county_code: string;
  readonly bank_id: bigint;
  readonly starts_on: PlainDate;
  readonly ends_on: PlainDate;
  readonly period_from: PlainDate;
  readonly period_to: PlainDate;
  readonly county_name: string;
  readonly bank_name: string;
  readonly office_name: string | null;
  readonly office_phone: string | null;
  readonly office_address: string | null;
}

/** Holds the notices, so that each gets one paper. */
export async function noticesWithoutPaper(tx: Tx, batchId: bigint): Promise<NoticePaper[]> {
  const { rows } = await sql<NoticePaper>(
    tx,
    `select n.id, b.batch_no, b.county_code, b.bank_id, n.starts_on, n.ends_on, b.period_from, b.period_to,
       ${COUNTY_NAME} as county_name, bank.name as bank_name,
       office.name as office_name, office.phone as office_phone, office.address as office_address
     from notice n join subsidy_batch b on n.subject_kind = 'subsidy_batch' and b.id = n.subject_id
     join organisation bank on bank.id = b.bank_id
     left join lateral (select g.name, g.phone, g.address from organisation g
       where g.county_code = b.county_code and g.kind in ('poverty_office', 'government') and g.standing = 'good'
       order by g.kind desc, g.id limit 1) office on true
     where b.id = ? and n.state <> 'superseded' and n.document_id is null
     order by n.id for update of n`,
    [batchId],
  );
  return rows;
}

export interface NoticePaperLine {
  readonly head_name: string;
  readonly village: string;
  readonly id_no_masked: string;
  readonly principal_fen: Fen;
  /** Of an adjusting line its amount, below zero where it is taken back. */
  readonly subsidy_fen: Fen;
  /** End of the paid line that this adjusts; null for a line of the period itself. */
  readonly adjusts_to: PlainDate | null;
}

/** The lines of a batch that pay, as they are posted. */
export async function noticePaperLines(tx: Tx, batchId: bigint): Promise<NoticePaperLine[]> {
  const { rows } = await sql<NoticePaperLine>(
    tx,
    `select h.head_name, h.township_name || h.village_name as village,
       coalesce(head.id_no_masked, m.id_no_masked) as id_no_masked, s.principal_fen, s.subsidy_fen, s.adjusts_to
     from (
       select loan_id, period_to, principal_fen, subsidy_fen, null::date as adjusts_to from subsidy_line where batch_id = ? and subsidy_fen > 0
       union all
       select a.loan_id, a.period_to, 0::bigint, a.amount_fen, a.period_to from subsidy_adjustment a
       where a.batch_id = ? and a.excluded is null) s
     join loan l on l.id = s.loan_id join household h on h.id = l.household_id
     join household_member m on m.id = l.borrower_id
     left join household_member head on head.household_id = h.id and head.is_head and head.left_on is null
     order by h.township_code, h.village_name, s.loan_id, s.period_to`,
    [batchId, batchId],
  );
  return rows;
}

/** Orders of subsidy batches instructed before a day whose payment list was never issued. */
export async function ordersWithoutList(tx: Tx, before: PlainDate): Promise<bigint[]> {
  const { rows } = await sql<{ id: bigint }>(
    tx,
    `select o.id from payment_order o where o.subject_kind = 'subsidy_batch' and o.instructed_on < ?::date
       and not exists (select from document d where d.subject_kind = 'payment_order' and d.subject_id = o.id
         and d.kind = 'payment_list')
     order by o.id limit 500`,
    [before],
  );
  return rows.map((row) => row.id);
}

/** Batches with a notice posted before a day that never became a paper. */
export async function batchesWithoutNoticePaper(tx: Tx, before: PlainDate): Promise<bigint[]> {
  const { rows } = await sql<{ id: bigint }>(
    tx,
    `select distinct n.subject_id as id from notice n where n.subject_kind = 'subsidy_batch'
       and n.posted_on < ?::date and n.state <> 'superseded' and n.document_id is null order by 1 limit 500`,
    [before],
  );
  return rows.map((row) => row.id);
}
