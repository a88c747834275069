import type { BookRule } from './core/invariants.ts';

/**
 * Amendments: one version after another, each signed by all, none below what the terms promise a household.
 */
const amended: readonly string[] = [
  `select 'amendment ' || m.id || ' is not the rate of its amount' from agreement_amendment m
   join agreement a on a.id = m.agreement_id where m.floor_year_fen <> round(a.amount_fen * m.floor_percent / 1000000.0)`,
  `select 'amendment ' || m.id || ' is below the floor of the terms' from agreement_amendment m
   join agreement a on a.id = m.agreement_id join programme_terms t on t.id = a.terms_id
   where m.floor_percent < agreement_least_floor(a.terms_id, a.drawn_up_on, a.term_months)
     or m.profit_share_percent < (t.parameters -> 'dividend' ->> 'profit_share_percent')::int`,
  `select 'amendment ' || m.id || ' is not signed by all in time' from agreement_amendment m where m.state = 'in_force'
     and (select count(distinct s.party) from agreement_amendment_signature s where s.amendment_id = m.id
       and s.signed_on <= m.effective_on) <> agreement_parties(m.bank_id)`,
  `select 'versions of agreement ' || agreement_id from (
     select agreement_id, version, effective_on, lag(version) over w as before, lag(effective_on) over w as since
     from agreement_version window w as (partition by agreement_id order by version)) v
   where version <> coalesce(before, 0) + 1 or effective_on <= since`,
  `select 'due ' || d.id || ' below version ' || v.version from dividend_due d
   join lateral jsonb_array_elements(d.slices) s on true
   join lateral (select * from agreement_version v where v.agreement_id = d.agreement_id
     and v.effective_on <= (s ->> 'from')::date order by v.version desc limit 1) v on v.version > 1
   where (s ->> 'percent')::int < v.floor_percent`,
  `select 'due ' || d.id || ' leaves more in the project than was agreed' from dividend_due d where d.kind = 'agreement'
     and d.reinvest_percent <> agreement_reinvest_percent(d.agreement_id, (select min(y.period_from) from dividend_due y
       where y.agreement_id = d.agreement_id and y.year_no = d.year_no))`,
];

/**
 * Ends: by two persons, as the agreement carries it; archived only where nothing is owed and no paper is
 * missing.
 */
const ended: readonly string[] = [
  `select 'agreement ' || a.id || ' ended otherwise than decided' from agreement a
   left join agreement_termination t on t.agreement_id = a.id and t.state = 'confirmed'
   where (a.ended_on, a.settle_by) is distinct from (t.ends_on, t.settle_by) or t.decided_by = t.proposed_by`,
  `select 'due ' || d.id || ' after the end' from dividend_due d join agreement a on a.id = d.agreement_id
   where d.period_to > a.ended_on and (d.state <> 'upcoming' or d.received_fen > 0)`,
  `select 'archived agreement ' || a.id || ' wants ' || i.item || ' ' || i.no from agreement a
   cross join lateral agreement_archive_items(a.id) i where a.state = 'archived' and not i.present`,
];

/**
 * Money of shares: of an issue that the enterprise uses, once, and with no dividend of the shares for the
 * same years.
 */
const onShares: readonly string[] = [
  `select 'agreement ' || a.id || ' is not of its issue' from agreement a join share_issue i on i.id = a.share_issue_id
   where i.state <> 'registered' or (i.operator_id, i.county_code, i.issue_no)
     is distinct from (a.enterprise_id, a.county_code, a.fund_reference) or a.amount_fen > a.principal_fen
     or a.floor_year_fen <> round(a.amount_fen * a.floor_percent / 1000000.0)`,
  `select 'shares of household ' || household_id || ' in issue ' || share_issue_id || ' stand in two agreements' from agreement
   where share_issue_id is not null and state not in ('cancelled', 'archived') group by household_id, share_issue_id
   having count(*) > 1`,
  `select 'issue ' || d.issue_id || ' brings year ' || d.dividend_year || ' twice' from share_dividend d
   where d.state <> 'refused' and exists (select from agreement a join dividend_due y on y.agreement_id = a.id
     where a.share_issue_id = d.issue_id and extract(year from y.period_from) = d.dividend_year)`,
];

const withinLoan: BookRule = {
  id: '21',
  checked: 'select count(*) from agreement',
  broken: [
    `select 'agreement ' || a.id from agreement a join loan l on l.id = a.loan_id
     where a.amount_fen > l.principal_fen or a.principal_fen <> l.principal_fen
       or a.floor_year_fen <> round(a.amount_fen * a.floor_percent / 1000000.0)`,
    `select 'agreement ' || a.id || ' has no paper of its own' from agreement a
     left join document d on d.id = a.document_id and d.subject_kind = 'agreement' and d.subject_id = a.id
     where d.id is null and (a.document_id is not null or a.state in ('issued', 'in_force', 'terminated', 'archived'))`,
    `select 'agreement ' || a.id || ' is not signed by all' from agreement a where a.in_force_on is not null
       and (select count(distinct s.party) from agreement_signature s
            where s.agreement_id = a.id and s.signed_on <= a.in_force_on) <> agreement_parties(a.bank_id)`,
    `select 'loan ' || loan_id || ' stands in two agreements' from agreement where state <> 'cancelled'
     and loan_id is not null group by loan_id having count(*) > 1`,
    `select 'agreement ' || a.id || ' promises less than its terms' from agreement a
     where a.floor_percent < agreement_least_floor(a.terms_id, a.drawn_up_on, a.term_months)`,
    ...onShares,
    `select 'agreement ' || a.id || ' got back more than it placed' from agreement a
     join agreement_return r on r.agreement_id = a.id group by a.id having sum(r.amount_fen) > a.amount_fen
       or min(r.returned_on) <= max(a.arrived_on)`,
    ...amended,
    ...ended,
  ],
};

const papers: BookRule = {
  id: '27',
  checked: 'select count(*) from document',
  broken: [
    `select 'code of documents ' || string_agg(id::text, ', ' order by id) from document
     group by verification_code having count(*) > 1`,
    `select kind || ' of ' || subject_kind || ' ' || subject_id || ' is valid twice' from document
     where standing = 'valid' group by kind, subject_kind, subject_id having count(*) > 1`,
    `select 'document ' || d.id from document d left join stored_file f on f.sha256 = d.pdf_sha256
     where (d.state = 'rendered') <> (f.sha256 is not null)`,
    `select 'print job ' || j.id from print_job j left join stored_file f on f.sha256 = j.pdf_sha256
     where (j.state = 'printed') <> (f.sha256 is not null)`,
  ],
};

export const agreementInvariants: readonly BookRule[] = [withinLoan, papers];
