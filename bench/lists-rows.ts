/**
 * What piles up behind the desks of a province, as one statement a table, in this order: townships,
 * standings, offices, a quarter's batches with lines, payments of half of them, agreements of the led loans
 * with their papers, two audit entries a loan, quotas, rosters, a workbook a bank, accounts of the ledger.
 */
export const BEHIND: readonly (readonly [string, string])[] = [
  [
    'townships',
    `update household set township_code = county_code || (100 + id % 20)::text;
     update loan l set township_code = h.township_code from household h where h.id = l.household_id`,
  ],
  [
    'standings',
    `insert into household_status (household_id, county_code, status, effective_on, source, entered_by)
     select id, county_code, 'registered_poor', '2014-06-01', 'ledger_import', 1 from household;
     insert into household_status_review (status_id, county_code, entered_by, reviewed_by, accepted)
     select id, county_code, 1, 2, true from household_status where household_id % 5000 <> 0;
     insert into household_unreviewed (county_code, household_id, statuses)
     select county_code, household_id, 1 from household_status where household_id % 5000 = 0`,
  ],
  [
    'offices',
    `insert into organisation (kind, name, region_id, county_code)
     select 'government', '测算县' || county_code || '人民政府', id, county_code from region where edition = 'bench'`,
  ],
  [
    'batches',
    `insert into subsidy_batch (batch_no, programme_code, product_code, settlement_calendar, county_code, bank_id,
       period_from, period_to, state, funding, lines_hash, opened_on)
     select 'TXC' || o.county_code || '-' || o.id, 'P1', 'microloan', 'quarterly_20', o.county_code, o.id, '2016-09-21',
       '2016-12-21', s.state, case when s.state in ('instructed', 'paid') then 'reserved' else 'none' end, 'bench',
       '2016-12-21'
     from (select id, county_code, row_number() over (order by county_code, id) as place from organisation
           where kind = 'bank_branch') o
     cross join lateral (select (array['instructed', 'paid', 'drafted', 'noticed', 'approved', 'submitted'])
       [1 + o.place % 6] as state) s`,
  ],
  [
    'lines',
    `insert into subsidy_line (loan_id, period_from, period_to, batch_id, county_code, bank_id, days, principal_fen,
       subsidised_principal_fen, annual_percent, subsidy_percent, ratio_percent, interest_fen, subsidy_fen, excluded,
       terms_id, facts_version)
     select l.id, '2016-09-21', '2016-12-21', b.id, l.county_code, l.bank_id, 91, l.principal_fen, l.principal_fen,
       l.annual_percent, l.annual_percent, 1000000, l.principal_fen / 80,
       case when l.id % 40 = 0 then 0 else l.principal_fen / 80 end, case when l.id % 40 = 0 then 'ineligible' end,
       l.terms_id, l.facts_version
     from loan l join subsidy_batch b on b.bank_id = l.bank_id and b.county_code = l.county_code order by l.id;
     update subsidy_batch b set line_count = t.lines, payable_count = t.payable, interest_fen = t.interest,
       subsidy_fen = t.subsidy
     from (select batch_id, count(*) as lines, count(*) filter (where subsidy_fen > 0) as payable,
             sum(interest_fen) as interest, sum(subsidy_fen) as subsidy from subsidy_line group by 1) t
     where t.batch_id = b.id`,
  ],
  [
    'payments',
    `insert into payment_order (order_no, county_code, bank_id, subject_kind, subject_id, round, line_count, total_fen,
       lines_hash, instructed_by, instructed_on, state)
     select 'BF' || id, county_code, bank_id, 'subsidy_batch', id, 1, payable_count, subsidy_fen, 'bench', 1, '2017-02-01',
       case when state = 'paid' then 'settled' else 'instructed' end
     from subsidy_batch where state in ('instructed', 'paid');
     insert into payment_line (order_id, line_no, county_code, bank_id, subject_kind, subject_ref, loan_id, payee_kind,
       payee_name, payee_account_cipher, payee_account_last4, payee_bank_name, booking_ref, amount_fen, state, bank_serial,
       answered_on, receipt_id)
     select o.id, row_number() over (partition by o.id order by s.loan_id), o.county_code, o.bank_id, 'subsidy_line',
       s.loan_id || '/2016-12-21', s.loan_id, 'bank', '测算', 'bench', '0123', '测算银行', 'V' || s.loan_id, s.subsidy_fen,
       case when o.state = 'settled' then 'paid' else 'sent' end, case when o.state = 'settled' then 'F' || s.loan_id end,
       case when o.state = 'settled' then date '2017-02-02' end, case when o.state = 'settled' then o.id end
     from payment_order o join subsidy_line s on s.batch_id = o.subject_id where s.subsidy_fen > 0`,
  ],
  [
    'agreements',
    `insert into agreement (agreement_no, county_code, loan_id, household_id, bank_id, enterprise_id, government_id, terms_id,
       regime, amount_fen, principal_fen, floor_percent, floor_year_fen, profit_share_percent, term_months,
       dividend_due_day, project, particulars, drawn_up_by, drawn_up_on)
     select 'SF' || l.id, l.county_code, l.id, l.household_id, l.bank_id, l.enterprise_id, g.id, l.terms_id,
       'PERMITTED_2015_2017', l.principal_fen, l.principal_fen, 80000, l.principal_fen * 8 / 100, 700000, 36, '12-20',
       '测算养殖', '{}', 1, '2016-12-01'
     from loan l join organisation g on g.county_code = l.county_code and g.kind = 'government'
     where l.usage_mode = 'enterprise_led' order by l.id;
     insert into document (county_code, bank_id, enterprise_id, kind, subject_kind, subject_id, template_path,
       template_sha256, sheet, sheet_sha256, verification_code, verification_facts, issued_on)
     select county_code, bank_id, enterprise_id, 'agreement', 'agreement', id, 'agreement/four-party/v1', 'bench',
       '{}', 'bench', lpad(id::text, 16, '0'), '{}', '2016-12-01' from agreement;
     update agreement a set state = 'issued', document_id = d.id from document d
     where d.subject_kind = 'agreement' and d.subject_id = a.id and a.id % 10 <> 0;
     insert into agreement_signature (agreement_id, county_code, party, signer_name, manner, signed_on, recorded_by)
     select a.id, a.county_code, party, '测算', 'signature', '2016-12-02', 1
     from agreement a cross join unnest(array['government', 'bank']) party where a.state = 'issued'`,
  ],
  [
    'audit trail',
    `insert into audit_entry (at, request_id, account_id, person_id, role, county_code, act, subject_kind, subject_id, after)
     select timestamptz '2016-01-01' + make_interval(secs => id), 'bench-' || id, 1, 1 + id % 300, 'bank_officer',
       county_code, 'loan.registered', 'loan', id::text, '{"state": "registered"}' from loan order by id;
     insert into audit_entry (at, request_id, account_id, person_id, role, county_code, act, subject_kind, subject_id, after)
     select timestamptz '2016-12-01' + make_interval(secs => id), 'bench-d' || id, 1, 1 + id % 300, 'bank_officer',
       county_code, 'loan.disbursed', 'loan', id::text, '{"state": "disbursed"}' from loan order by id`,
  ],
  [
    'quotas',
    `insert into quota (programme_code, county_code, parent_id, limit_fen)
     select 'P1', r.county_code, q.id, 100000000000 from region r, quota q
     where r.edition = 'bench' and q.programme_code = 'P1' and q.county_code is null;
     insert into quota (programme_code, county_code, bank_id, parent_id, limit_fen)
     select 'P1', o.county_code, o.id, q.id, 50000000000 from organisation o
     join quota q on q.county_code = o.county_code and q.bank_id is null where o.kind = 'bank_branch'`,
  ],
  [
    'budgets and books',
    `insert into subsidy_budget (programme_code, county_code, fiscal_year, granted_fen)
     select 'P1', county_code, year, 1000000000000 from region, generate_series(2015, 2017) year where edition = 'bench';
     insert into ledger_account (code, name, county_code, guarded)
     select kind || ':P1:' || county_code, kind, county_code, kind = 'subsidy-money'
     from region, unnest(array['subsidy-money', 'subsidy-expense']) kind where edition = 'bench'`,
  ],
  [
    'rosters',
    `insert into roster (programme_code, county_code, bank_id, roster_no, state, proposed_by, approved_by, approved_on)
     select 'P1', county_code, id, 'MC' || id, 'approved', 1, 2, '2015-08-01' from organisation where kind = 'bank_branch';
     insert into roster_entry (roster_id, county_code, household_id)
     select r.id, l.county_code, l.household_id from loan l
     join roster r on r.bank_id = l.bank_id and r.county_code = l.county_code;
     update roster r set households = (select count(*) from roster_entry e where e.roster_id = r.id)`,
  ],
  [
    'imports',
    `insert into import_file (kind, county_code, bank_id, file_name, file_sha256, file_format, options, state, rows, accepted,
       rejected, balance_fen, created_by, created_on, imported_on, confirmed_by, stated_rows, stated_fen)
     select 'loan_ledger', o.county_code, o.id, '台账.xlsx', 'bench' || o.id, 'xlsx', '{"unit": "yuan", "as_of": "2016-06-01",
       "mode": "takeover", "settled_through": null, "programme_code": "P1", "product_code": "microloan"}', 'imported', t.loans, t.loans, 0,
       t.owed, 1, '2016-06-01', '2016-06-01', 2, t.loans, t.owed
     from organisation o join (select bank_id, count(*)::int as loans, sum(outstanding_fen) as owed from loan group by 1) t on t.bank_id = o.id;
     insert into import_row (import_id, county_code, row_no, outcome, loan_id)
     select f.id, f.county_code, row_number() over (partition by f.id order by l.id), 'accepted', l.id
     from import_file f join loan l on l.bank_id = f.bank_id and l.county_code = f.county_code`,
  ],
];
