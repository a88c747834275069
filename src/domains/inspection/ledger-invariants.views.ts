import { DIVIDEND_GUARDS } from './core/dividend-guards.ts';
import type { BookRule } from './core/invariants.ts';
import { MUTUAL_GUARDS } from './core/mutual-guards.ts';

/** Triggers that must be there; besides them none of the schema's may be switched off. */
export const GUARDS: readonly string[] = [
  ...DIVIDEND_GUARDS,
  ...MUTUAL_GUARDS,
  'agreement_freeze',
  'agreement_principal',
  'agreement_signature_append_only',
  'agreement_signed',
  'agreement_transition',
  'audit_entry_append_only',
  'audit_entry_await_seal',
  'audit_entry_no_truncate',
  'audit_seal_append_only',
  'audit_seal_no_truncate',
  'county_payment_freeze',
  'county_payment_new',
  'county_payment_transition',
  'document_freeze',
  'document_transition',
  'household_reveal_append_only',
  'household_status_append_only',
  'household_status_await_review',
  'household_status_review_append_only',
  'household_status_review_ends_wait',
  'import_file_transition',
  'journal_entry_append_only',
  'lending_suspension_freeze',
  'lending_suspension_transition',
  'loan_change_freeze',
  'loan_change_kept',
  'loan_change_misused_lent',
  'loan_change_transition',
  'loan_dunning_append_only',
  'loan_dunning_notice_append_only',
  'loan_dunning_notice_new',
  'loan_dunning_proof_append_only',
  'loan_dunning_served',
  'loan_event_append_only',
  'loan_event_confirmed',
  'loan_event_cover',
  'loan_event_corrects',
  'loan_event_period',
  'loan_freeze',
  'loan_freeze_kind',
  'loan_freeze_pay_out',
  'loan_freeze_renewal',
  'loan_gatherer_freeze',
  'loan_gatherer_new',
  'loan_kind_allowed',
  'loan_grade_append_only',
  'loan_paid_out_with_cover',
  'loan_pays_out_in_one',
  'loan_penalty_payment_append_only',
  'loan_penalty_payment_owed',
  'loan_renews_repaid',
  'loan_suspended',
  'loan_transition',
  'notice_transition',
  'objection_judge',
  'objection_transition',
  'payment_line_check',
  'payment_line_freeze',
  'payment_line_fund_outlay',
  'payment_line_risk_fund',
  'payment_line_subsidy',
  'payment_line_transition',
  'payment_order_freeze',
  'payment_order_fund_outlay',
  'payment_order_risk_fund',
  'payment_order_subsidy',
  'payment_order_transition',
  'payment_receipt_append_only',
  'posting_append_only',
  'posting_balances',
  'posting_carry',
  'posting_county_beside_fund',
  'posting_fund_days',
  'posting_leaves_by_order',
  'print_job_transition',
  'programme_terms_immutable',
  'quota_allocate_changed',
  'quota_allocate_new',
  'quota_entry_append_only',
  'quota_place',
  'reference_rate_append_only',
  'relief_order_freeze',
  'relief_order_kept',
  'relief_order_transition',
  'risk_fund_answer_freeze',
  'risk_fund_answer_new',
  'risk_fund_answer_transition',
  'risk_fund_append_only',
  'risk_fund_claim_debt',
  'risk_fund_claim_dunned',
  'risk_fund_claim_file_append_only',
  'risk_fund_claim_freeze',
  'risk_fund_claim_new_debt',
  'risk_fund_claim_settled_whole',
  'risk_fund_claim_shared',
  'risk_fund_claim_transition',
  'risk_fund_claim_with_files',
  'risk_fund_cover_append_only',
  'risk_fund_cover_measured',
  'risk_fund_decision_append_only',
  'risk_fund_decision_order',
  'risk_fund_file_append_only',
  'risk_fund_loss_report_freeze',
  'risk_fund_loss_report_transition',
  'risk_fund_movement_freeze',
  'risk_fund_movement_transition',
  'risk_fund_product_append_only',
  'risk_fund_recovery_freeze',
  'risk_fund_recovery_new',
  'risk_fund_recovery_transition',
  'risk_fund_share_freeze',
  'risk_fund_share_settled',
  'risk_fund_share_whole',
  'risk_fund_statement_confirmation_append_only',
  'risk_fund_statement_confirmation_new',
  'risk_fund_statement_confirmed',
  'risk_fund_statement_drawn',
  'risk_fund_statement_freeze',
  'risk_fund_statement_line_append_only',
  'risk_fund_statement_transition',
  'risk_fund_movement_open_year',
  'risk_fund_terms_append_only',
  'risk_fund_transfer_guard',
  'risk_fund_transfer_transition',
  'risk_fund_write_off_guard',
  'risk_fund_write_off_transition',
  'risk_fund_year_freeze',
  'risk_fund_year_lent',
  'risk_fund_year_transition',
  'roster_entry_count',
  'roster_transition',
  'subsidy_adjustment_check',
  'subsidy_adjustment_check_again',
  'subsidy_adjustment_freeze',
  'subsidy_application_append_only',
  'subsidy_application_check',
  'subsidy_application_take',
  'subsidy_batch_lines',
  'subsidy_batch_shortage',
  'subsidy_batch_transition',
  'subsidy_budget_grant_append_only',
  'subsidy_clawback_freeze',
  'subsidy_clawback_kept',
  'subsidy_clawback_line_append_only',
  'subsidy_clawback_line_check',
  'subsidy_clawback_payment_append_only',
  'risk_fund_claim_interest',
  'subsidy_clawback_payment_book',
  'subsidy_clawback_transition',
  'subsidy_decision_append_only',
  'subsidy_decision_delay',
  'subsidy_decision_order',
  'subsidy_decision_whose',
  'subsidy_line_forecast',
  'subsidy_line_forecast_kept',
  'subsidy_line_freeze',
  'subsidy_line_gatherer',
  'subsidy_line_late',
  'subsidy_reminder_append_only',
];

const GUARD_ARRAY = `array['${GUARDS.join("', '")}']`;

const APPEND_ONLY_TABLES = `array['journal_entry', 'posting', 'subsidy_decision', 'audit_entry', 'audit_seal',
  'loan_event', 'loan_grade', 'quota_entry', 'payment_receipt', 'subsidy_budget_grant', 'subsidy_clawback_line', 'subsidy_clawback_payment', 'agreement_signature',
  'household_status', 'household_status_review', 'reference_rate', 'risk_fund_decision', 'risk_fund_terms', 'loan_dunning',
  'loan_dunning_notice', 'loan_dunning_proof', 'loan_penalty_payment', 'risk_fund_statement_line', 'risk_fund_statement_confirmation']`;

const MOVES = `select p.entry_id, a.id as account_id, a.code, e.on_date,
    case when e.phase = 'posted' then p.amount_fen else 0 end as posted,
    case when e.phase = 'pending' then p.amount_fen when e.resolves_id is not null then -p.amount_fen else 0 end
      as pending
  from posting p join journal_entry e on e.id = p.entry_id join ledger_account a on a.id = p.account_id`;

const balanced: BookRule = {
  id: '1',
  checked: 'select count(*) from journal_entry',
  broken: [
    `select 'entry ' || e.id from journal_entry e left join posting p on p.entry_id = e.id
     group by e.id having coalesce(sum(p.amount_fen), 0) <> 0 or count(p.account_id) < 2`,
  ],
};

// Entries of two transactions may take their numbers in one order and the account in the other, and a day's
// entries may be dated late: an account was overdrawn only if both orders say so.
const balances: BookRule = {
  id: '2',
  checked: 'select count(*) from ledger_account',
  broken: [
    `select 'account ' || a.code from ledger_account a
     left join (select account_id, sum(posted) as posted, sum(pending) as pending from (${MOVES}) m group by 1) s
       on s.account_id = a.id
     where a.posted_fen <> coalesce(s.posted, 0) or a.pending_fen <> coalesce(s.pending, 0)`,
    `select distinct 'account ' || code || ' overdrawn on ' || on_date from (
       select m.code, m.on_date,
         sum(posted) over by_number as posted, sum(pending) over by_number as pending,
         sum(posted) over by_day as posted_by_day, sum(pending) over by_day as pending_by_day
       from (${MOVES} where a.guarded) m
       window by_number as (partition by m.account_id order by m.entry_id),
         by_day as (partition by m.account_id order by m.on_date)
     ) running
     where posted + least(pending, 0) < 0 and posted_by_day + least(pending_by_day, 0) < 0`,
  ],
};

/** Postings of the entries that name another, beside those they should mirror. */
const mirrored = (column: 'resolves_id' | 'reverses_id', sign: '' | '-'): string => `
  select distinct 'entry ' || id from (
    select e.id, p.account_id, p.amount_fen from journal_entry e join posting p on p.entry_id = e.id
    where e.${column} is not null
  ) own full join (
    select e.id, p.account_id, ${sign}p.amount_fen as amount_fen
    from journal_entry e join posting p on p.entry_id = e.${column}
  ) other using (id, account_id) where own.amount_fen is distinct from other.amount_fen`;

const appendOnly: BookRule = {
  id: '3',
  checked: `select count(*) + cardinality(${GUARD_ARRAY}) + cardinality(${APPEND_ONLY_TABLES})
    from journal_entry where resolves_id is not null or reverses_id is not null`,
  broken: [
    mirrored('resolves_id', ''),
    mirrored('reverses_id', '-'),
    `select 'entry ' || r.id from journal_entry r join journal_entry o on o.id = r.resolves_id
     where o.phase <> 'pending' or (r.act, r.subject_kind, r.subject_id) <> (o.act, o.subject_kind, o.subject_id)`,
    `select 'entry ' || resolves_id || ' resolved twice' from journal_entry where resolves_id is not null
     group by resolves_id having count(*) > 1`,
    `select 'entry ' || reverses_id || ' reversed twice' from journal_entry where reverses_id is not null
     group by reverses_id having count(*) > 1`,
    `select 'trigger ' || name || ' is gone' from unnest(${GUARD_ARRAY}) as name
     where not exists (select from pg_trigger t where t.tgname = name)`,
    `select 'trigger ' || t.tgname || ' is off' from pg_trigger t join pg_class c on c.oid = t.tgrelid
     where c.relnamespace = 'public'::regnamespace and t.tgenabled not in ('O', 'A')`,
    `select role || ' may change ' || name from unnest(${APPEND_ONLY_TABLES}) as name
     cross join unnest(array['sifang_app', 'sifang_worker']) as role
     where has_table_privilege(role, name, 'update, delete, truncate')`,
  ],
};

export const ledgerInvariants: readonly BookRule[] = [balanced, balances, appendOnly];
