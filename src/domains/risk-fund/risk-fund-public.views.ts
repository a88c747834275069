/** A claim on the fund as it hangs: one loan, its loss and what the fund bears of it. */
export const claimPublicSource = {
  title: '风险补偿金代偿公示',
  amountName: '补偿金额（元）',
  head: `select c.claim_no as "申请编号", b.name as "承贷银行",
      to_char(c.loss_fen / 100.0, 'FM999,999,999,990.00') as "认定损失（元）"
    from risk_fund_claim c join organisation b on b.id = c.bank_id where c.id = ?`,
  lines: `select 1 as no, c.loan_id::text as ref, m.name, h.township_name || h.village_name as village,
      right(m.id_no_masked, 4) as id_tail, c.fund_fen as amount_fen, null::text as note
    from risk_fund_claim c join loan l on l.id = c.loan_id join household h on h.id = l.household_id
    join household_member m on m.id = l.borrower_id where c.id = ?`,
};
