import { BEGIN_GUARDS } from './core/begin-guards.ts';
import { DIVIDEND_GUARDS } from './core/dividend-guards.ts';
import { FUND_GUARDS } from './core/fund-guards.ts';
import { INSURANCE_GUARDS } from './core/insurance-guards.ts';
import { LEDGER_GUARDS } from './core/ledger-guards.ts';
import { LOAN_GUARDS } from './core/loan-guards.ts';
import { MUTUAL_GUARDS } from './core/mutual-guards.ts';
import { REGISTER_GUARDS } from './core/register-guards.ts';
import { SHARE_GUARDS } from './core/share-guards.ts';
import { SUBSIDY_GUARDS } from './core/subsidy-guards.ts';
import type { BookRule } from './core/invariants.ts';

/** Triggers that must be there; besides them none of the schema's may be switched off. */
export const GUARDS: readonly string[] = [
  ...BEGIN_GUARDS,
  ...DIVIDEND_GUARDS,
  ...INSURANCE_GUARDS,
  ...FUND_GUARDS,
  ...LEDGER_GUARDS,
  ...LOAN_GUARDS,
  ...MUTUAL_GUARDS,
  ...REGISTER_GUARDS,
  ...SHARE_GUARDS,
  ...SUBSIDY_GUARDS,
];

const GUARD_ARRAY = `array['${GUARDS.join("', '")}']`;

const APPEND_ONLY_TABLES = `array['journal_entry', 'posting', 'subsidy_decision', 'audit_entry', 'audit_seal',
  'loan_event', 'loan_grade', 'quota_entry', 'payment_receipt', 'subsidy_budget_grant', 'subsidy_clawback_line', 'subsidy_clawback_payment', 'agreement_signature',
  'household_status', 'household_status_review', 'reference_rate', 'risk_fund_decision', 'risk_fund_terms', 'loan_dunning',
  'loan_dunning_notice', 'loan_dunning_proof', 'loan_penalty_payment', 'loan_receipt_confirmation', 'risk_fund_statement_line', 'risk_fund_statement_confirmation']`;

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
