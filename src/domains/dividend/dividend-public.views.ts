/** A payout list as it hangs: the households that are to be paid. */
export const dividendPublicSource = {
  title: '农户分红兑付名单公示',
  amountName: '应发金额（元）',
  head: `select p.payout_no as "名单编号", e.name as "分红单位", b.name as "代发银行"
    from dividend_payout p join organisation e on e.id = p.enterprise_id join organisation b on b.id = p.bank_id
    where p.id = ?`,
  lines: `select l.line_no as no, l.id::text as ref, h.head_name as name, h.township_name || h.village_name as village,
      right(m.id_no_masked, 4) as id_tail, l.net_fen as amount_fen, null::text as note
    from dividend_payout_line l join household h on h.id = l.household_id
    left join household_member m on m.household_id = h.id and m.is_head and m.left_on is null
    where l.payout_id = ? and l.state <> 'excluded'`,
};
