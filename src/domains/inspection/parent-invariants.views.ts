import type { BookRule } from './core/invariants.ts';

/** Rows of `child` whose columns differ from those of the row they hang under. */
const differs = (child: string, join: string, columns: string, theirs: string): string =>
  `select '${child} ' || c.id from ${child} c join ${join} where (${columns}) is distinct from (${theirs})`;

const line = `'line of loan ' || s.loan_id || ' to ' || s.period_to`;

const places: readonly string[] = [
  differs('household', 'region r on r.id = c.region_id', 'c.county_code', 'r.county_code'),
  differs('loan', 'household h on h.id = c.household_id', 'c.county_code', 'h.county_code'),
  differs('loan', 'household_member m on m.id = c.borrower_id', 'c.household_id', 'm.household_id'),
  differs('loan', 'organisation o on o.id = c.bank_id', 'c.county_code', 'o.county_code'),
  differs('loan_event', 'loan l on l.id = c.loan_id', 'c.county_code, c.bank_id', 'l.county_code, l.bank_id'),
  differs(
    'loan_receipt',
    'loan l on l.id = c.loan_id',
    'c.county_code, c.bank_id',
    'l.county_code, l.bank_id',
  ),
  differs(
    'loan',
    'import_file f on f.id = c.import_id',
    'c.county_code, coalesce(f.bank_id, c.bank_id)',
    'f.county_code, c.bank_id',
  ),
  differs('household_member', 'household h on h.id = c.household_id', 'c.county_code', 'h.county_code'),
  `select 'row of import ' || r.import_id from import_row r join import_file f on f.id = r.import_id
   where r.county_code <> f.county_code`,
  differs('objection', 'notice n on n.id = c.notice_id', 'c.county_code', 'n.county_code'),
  differs('subsidy_budget_grant', 'subsidy_budget b on b.id = c.budget_id', 'c.county_code', 'b.county_code'),
  differs(
    'subsidy_batch',
    'subsidy_budget b on b.id = c.budget_id',
    'c.county_code, c.programme_code',
    'b.county_code, b.programme_code',
  ),
  differs(
    'subsidy_decision',
    'subsidy_batch b on b.id = c.batch_id',
    'c.county_code, c.bank_id',
    'b.county_code, b.bank_id',
  ),
  `select 'status review ' || r.status_id from household_status_review r join household_status s on s.id = r.status_id
   where r.county_code <> s.county_code`,
];

const subsidies: readonly string[] = [
  `select ${line} from subsidy_line s join subsidy_batch b on b.id = s.batch_id join loan l on l.id = s.loan_id
   where (s.county_code, s.bank_id) <> (b.county_code, b.bank_id) or (s.county_code, s.bank_id) <> (l.county_code, l.bank_id)
     or s.terms_id <> l.terms_id or (b.programme_code, b.product_code, b.settlement_calendar, b.gatherer)
       is distinct from (l.programme_code, l.product_code, l.settlement_calendar, l.gatherer)
     or (b.township_code <> '' and b.township_code is distinct from l.township_code)`,
  `select 'submission ' || d.id from subsidy_decision d join subsidy_batch b on b.id = d.batch_id
   where d.act = 'submit' and d.role <> case b.gatherer when 'bank' then 'bank_officer' when 'township' then 'township_clerk'
     else 'county_office' end`,
  `select ${line} || ' without an application' from subsidy_line s join subsidy_batch b on b.id = s.batch_id
   where b.gatherer = 'household' and not exists (select from subsidy_application a
     where a.loan_id = s.loan_id and a.batch_id = s.batch_id)`,
  `select 'notice ' || n.id from notice n left join subsidy_batch b on b.id = n.subject_id
   where n.subject_kind = 'subsidy_batch' and n.county_code is distinct from b.county_code`,
  `select 'loan ' || l.id || ' terms' from loan l join programme_terms t on t.id = l.terms_id
   where (t.programme_code, t.product_code) <> (l.programme_code, l.product_code)
     or t.county_code <> l.county_code or t.bank_id <> l.bank_id`,
];

const payments: readonly string[] = [
  `select 'order ' || o.id from payment_order o join subsidy_batch b on b.id = o.subject_id
   where o.subject_kind = 'subsidy_batch' and (o.county_code, o.bank_id) <> (b.county_code, b.bank_id)`,
  differs(
    'payment_line',
    'loan l on l.id = c.loan_id',
    'c.county_code, c.bank_id',
    'l.county_code, l.bank_id',
  ),
  differs(
    'payment_line',
    'payment_order o on o.id = c.order_id',
    'c.county_code, c.bank_id',
    'o.county_code, o.bank_id',
  ),
  differs(
    'payment_receipt',
    'payment_order o on o.id = c.order_id',
    'c.county_code, c.bank_id',
    'o.county_code, o.bank_id',
  ),
  `select 'entry ' || e.id from journal_entry e join payment_line p on p.id = e.subject_id
   where e.subject_kind = 'payment_line' and e.county_code is distinct from p.county_code`,
];

const agreements: readonly string[] = [
  differs(
    'agreement',
    'loan l on l.id = c.loan_id',
    'c.county_code, c.bank_id, c.household_id, c.enterprise_id, c.terms_id',
    'l.county_code, l.bank_id, l.household_id, l.enterprise_id, l.terms_id',
  ),
  differs('agreement', 'document d on d.id = c.document_id', 'c.county_code', 'd.county_code'),
  `select 'signature of agreement ' || s.agreement_id from agreement_signature s join agreement a on a.id = s.agreement_id
   where s.county_code <> a.county_code`,
  `select 'document ' || d.id from document d join agreement a on d.subject_kind = 'agreement' and a.id = d.subject_id
   where d.county_code <> a.county_code or d.bank_id <> a.bank_id or d.enterprise_id <> a.enterprise_id`,
];

// what is kept beside its rows so that a list need not read them all
const kept: readonly string[] = [
  `select 'roster ' || r.id from roster r
   where r.households <> (select count(*) from roster_entry e where e.roster_id = r.id)`,
  `select 'household ' || coalesce(u.household_id, w.household_id) from household_unreviewed u
   full join (select s.household_id, count(*) as statuses from household_status s
     where not exists (select from household_status_review r where r.status_id = s.id) group by 1) w using (household_id)
   where u.statuses is distinct from w.statuses`,
];

const belonging: BookRule = {
  id: '25',
  checked: `select (select count(*) from household) + (select count(*) from loan) + (select count(*) from loan_event)
    + (select count(*) from subsidy_line) + (select count(*) from payment_line) + (select count(*) from agreement)`,
  broken: [...places, ...subsidies, ...payments, ...agreements, ...kept],
};

export const parentInvariants: readonly BookRule[] = [belonging];
