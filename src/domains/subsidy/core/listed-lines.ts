import type { PlainDate } from '../../../kernel/date.ts';

/**
 * What adjusts a line of an earlier batch, with that line's figures; its amount stands where a subsidy would.
 */
export const ADJUSTING = `select a.loan_id, s.period_from, s.period_to, s.days, s.principal_fen, s.subsidised_principal_fen,
    s.annual_percent, s.subsidy_percent, s.ratio_percent, a.interest_fen, s.penalty_fen, a.amount_fen as subsidy_fen,
    a.offset_fen, 0::bigint as cut_fen, case when a.excluded is null and a.amount_fen > 0 then a.amount_fen - a.offset_fen else 0 end as payable_fen,
    a.excluded, null as remark, s.batch_id as adjusts_batch_id, p.batch_no as adjusts_batch_no, a.due_fen, a.settled_fen,
    false as projected
  from subsidy_adjustment a join subsidy_line s on s.loan_id = a.loan_id and s.period_to = a.period_to
  join subsidy_batch p on p.id = s.batch_id where a.batch_id = ?`;

export const ORDINARY = `select s.loan_id, s.period_from, s.period_to, s.days, s.principal_fen, s.subsidised_principal_fen,
    s.annual_percent, s.subsidy_percent, s.ratio_percent, s.interest_fen, s.penalty_fen, s.subsidy_fen, s.offset_fen,
    s.cut_fen, s.subsidy_fen - s.offset_fen - s.cut_fen as payable_fen, s.excluded, s.remark, null::bigint as adjusts_batch_id,
    null as adjusts_batch_no, null::bigint as due_fen, null::bigint as settled_fen,
    coalesce(s.period_to > s.drawn_on, b.projected and s.period_to > b.opened_on) as projected
  from subsidy_line s join subsidy_batch b on b.id = s.batch_id where s.batch_id = ?`;

/** A line with the names of whom it is for; `x` is a line of a list. */
export const LISTED_COLUMNS = `x.loan_id as id, h.household_no, h.township_name, h.village_name, h.head_name,
  m.name as borrower_name, m.id_no_masked, l.contract_no, l.voucher_no, x.*`;
export const WHOSE = `join loan l on l.id = x.loan_id join household h on h.id = l.household_id
  join household_member m on m.id = l.borrower_id`;

export interface ListedLine {
  readonly id: bigint;
  readonly period_from: PlainDate;
  readonly period_to: PlainDate;
  readonly adjusts_batch_id: bigint | null;
  readonly adjusts_batch_no: string | null;
  readonly due_fen: bigint | null;
  readonly settled_fen: bigint | null;
}

export const withAdjusted = (row: ListedLine) => ({
  ...row,
  adjusts:
    row.adjusts_batch_id === null
      ? null
      : {
          batch_id: row.adjusts_batch_id,
          batch_no: row.adjusts_batch_no,
          period_from: row.period_from,
          period_to: row.period_to,
          due_fen: row.due_fen,
          settled_fen: row.settled_fen,
        },
});
