/** A yearly review of the holders as it hangs: whose shares change, and how. */
export const reviewPublicSource = {
  title: '折股量化股权动态调整公示',
  amountName: '金额（元）',
  head: `select i.issue_no as "股权项目", r.year::text as "年度", to_char(r.effective_on, 'YYYY-MM-DD') as "生效日"
    from share_review r join share_issue i on i.id = r.issue_id where r.id = ?`,
  lines: `select row_number() over (order by h.township_code, h.village_name, l.household_id, l.share_class)::int as no,
      l.household_id::text as ref, h.head_name as name, h.township_name || h.village_name as village,
      right(m.id_no_masked, 4) as id_tail, null::bigint as amount_fen,
      case l.share_class when 'preferred' then '优先股 ' else '普通股 ' end
        || round(l.units_before / 10.0 ^ i.share_places, i.share_places) || ' 股 → '
        || round(l.units_after / 10.0 ^ i.share_places, i.share_places) || ' 股' as note
    from share_review_line l join share_issue i on i.id = l.issue_id join household h on h.id = l.household_id
    left join household_member m on m.household_id = h.id and m.is_head and m.left_on is null
    where l.review_id = ?`,
};
