const HEAD_MEMBER = `left join household_member m on m.household_id = h.id and m.is_head and m.left_on is null`;
const VILLAGE = `h.township_name || h.village_name as village, right(m.id_no_masked, 4) as id_tail`;

/** A policy's list of insured households (分户清单) as it hangs. */
export const policyPublicSource = {
  title: '农业保险承保分户清单公示',
  amountName: '农户自缴保费（元）',
  head: `select p.policy_no as "保单号", o.name as "保险机构", t.product as "险种"
    from insurance_policy p join organisation o on o.id = p.insurer_id join insurance_terms t on t.id = p.terms_id
    where p.id = ?`,
  lines: `select l.line_no as no, l.household_id::text as ref, h.head_name as name, ${VILLAGE},
      l.household_fen as amount_fen,
      '保险金额 ' || to_char(l.sum_insured_fen / 100.0, 'FM999,999,999,990.00') || ' 元' as note
    from insurance_policy_line l join household h on h.id = l.household_id ${HEAD_MEMBER} where l.policy_id = ?`,
};

/** The list of an insurer's payments for losses as it hangs. */
export const insurancePayoutPublicSource = {
  title: '农业保险理赔结果公示',
  amountName: '赔款（元）',
  head: `select y.list_no as "名单编号", o.name as "保险机构", p.policy_no as "保单号"
    from insurance_payout y join organisation o on o.id = y.insurer_id join insurance_policy p on p.id = y.policy_id
    where y.id = ?`,
  lines: `select l.line_no as no, l.household_id::text as ref, h.head_name as name, ${VILLAGE}, l.amount_fen,
      null::text as note
    from insurance_payout_line l join household h on h.id = l.household_id ${HEAD_MEMBER} where l.payout_id = ?`,
};

/** A claim of premium subsidies as it hangs: the households of its policies. */
export const premiumSubsidyPublicSource = {
  title: '农业保险保费补贴公示',
  amountName: '财政补贴保费（元）',
  head: `select c.claim_no as "申请编号", o.name as "保险机构", c.year::text as "年度"
    from insurance_subsidy_claim c join organisation o on o.id = c.insurer_id where c.id = ?`,
  lines: `select row_number() over (order by p.id, l.line_no)::int as no, l.household_id::text as ref,
      h.head_name as name, ${VILLAGE}, l.premium_fen - l.household_fen as amount_fen,
      '保单 ' || p.policy_no as note
    from insurance_subsidy_policy s join insurance_policy p on p.id = s.policy_id
    join insurance_policy_line l on l.policy_id = p.id join household h on h.id = l.household_id ${HEAD_MEMBER}
    where s.claim_id = ?`,
};
