/**
 * What a due `d` is owed by, as every list and paper names it: the agreement of its year or of the year it is
 * the late fee of, or the project of its shares.
 */
export const SOURCE_JOINS = `left join dividend_due origin on origin.id = d.late_for_id
  left join agreement a on a.id = coalesce(d.agreement_id, origin.agreement_id)
  left join share_dividend sd on sd.id = d.share_dividend_id left join share_issue si on si.id = sd.issue_id`;

/** Number of the agreement, or of the project that shares are of. */
export const SOURCE_NO = 'coalesce(a.agreement_no, si.issue_no)';
