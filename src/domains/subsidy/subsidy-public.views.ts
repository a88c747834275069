/** A batch as it hangs: the lines that pay, an adjusting line says so. */
export const subsidyPublicSource = {
  title: '扶贫小额信贷财政贴息公示',
  amountName: '贴息金额（元）',
  head: `select b.batch_no as "批次号", bank.name as "承贷银行",
      to_char(b.period_from, 'YYYY-MM-DD') || ' 至 ' || to_char(b.period_to - 1, 'YYYY-MM-DD') as "结息期"
    from subsidy_batch b join organisation bank on bank.id = b.bank_id where b.id = ?`,
  lines: `select row_number() over (order by h.township_code, h.village_name, s.loan_id, s.adjusts_to nulls first)::int as no,
      s.loan_id::text as ref, h.head_name as name, h.township_name || h.village_name as village,
      right(coalesce(head.id_no_masked, m.id_no_masked), 4) as id_tail, s.amount_fen,
      case when s.adjusts_to is null then null when s.amount_fen < 0 then '扣回' else '补差' end as note
    from (with batch as (select ?::bigint as id)
      select loan_id, subsidy_fen as amount_fen, null::date as adjusts_to from subsidy_line, batch
        where batch_id = batch.id and subsidy_fen > 0
      union all
      select loan_id, amount_fen, period_to from subsidy_adjustment, batch where batch_id = batch.id and excluded is null) s
    join loan l on l.id = s.loan_id join household h on h.id = l.household_id
    join household_member m on m.id = l.borrower_id
    left join household_member head on head.household_id = h.id and head.is_head and head.left_on is null`,
};
