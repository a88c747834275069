import { copyOf, forgery, type Forgery } from '../../../support/forgery.ts';
import { receivedSql } from '../../../support/receipts.ts';
import type { GuardedFund } from '../../../support/fund-guard-world.ts';

/** A household repays on a compensated loan, and on one whose claim still goes its way. */
const repaid = (claim: string): string =>
  receivedSql(`id = (select loan_id from risk_fund_claim where id = ${claim})`, {
    ...{ kind: 'interest', fen: 1234, on: '2020-01-09', serial: 'HK-LATE' },
  });
const due = (claim: string, amount = 'e.amount_fen'): string =>
  `insert into risk_fund_recovery_due (claim_id, county_code, bank_id, loan_id, event_id, received_on, amount_fen)
   select c.id, c.county_code, c.bank_id, c.loan_id, e.id, e.on_date, ${amount} from risk_fund_claim c
   join loan_event e on e.loan_id = c.loan_id and e.kind = 'interest_paid' where c.id = ${claim};`;

/** The duty of a quarter, as the measures say, or a little beside it. */
const topUp = (fund: string, off = ''): string =>
  `insert into risk_fund_top_up (fund_id, county_code, terms_id, measured_on, outstanding_fen, balance_fen, due_fen, pay_by,
     noted_on)
   select f.id, f.county_code, t.id, m.day, m.outstanding, m.balance,
     greatest(0, round(m.outstanding::numeric * t.top_up_percent / 1000000) - m.balance) ${off}, '2019-06-30', '2019-06-03'
   from risk_fund f join risk_fund_terms t on t.fund_id = f.id and t.effective_from <= '2019-06-03'
     and (t.effective_to is null or t.effective_to >= '2019-06-03')
   cross join lateral (select '2019-04-01'::date as day, risk_fund_outstanding_on(f.id, '2019-04-01') as outstanding,
     coalesce((select sum(p.amount_fen) from ledger_account a join posting p on p.account_id = a.id
       join journal_entry e on e.id = p.entry_id
       where a.code = 'risk-fund:' || f.id and e.phase = 'posted' and e.on_date < '2019-04-01'), 0)::bigint as balance) m
   where f.id = ${fund};`;

/** A confirmed recovery of a claim, taken back by hand. */
const takenBack = (claim: string, signed = ''): string =>
  `${signed} update risk_fund_recovery set state = 'reversed', reversed_on = '2020-01-10', reversal_reason = 'typed wrong',
     countersign_id = (select max(id) from countersign) where claim_id = ${claim} and state = 'confirmed';`;
const signedReversal = (claim: string): string =>
  `insert into countersign (kind, county_code, subject_id, once_key, input, content, entered_by, entered_on)
   select 'recovery_reversal', county_code, id, id::text, '{}', '{}', entered_by, '2020-01-10' from risk_fund_recovery
   where claim_id = ${claim} and state = 'confirmed';
   update countersign set state = 'confirmed', decided_on = '2020-01-10', decided_by = (select max(id) from person)
   where kind = 'recovery_reversal';`;

/** The counter-entry of a recovery whose row stays confirmed; as a mirror of its entry, or by hand. */
const wentBack = (mirrors: string): string =>
  `with o as (select * from journal_entry where act = 'risk-fund.recovery' and subject_kind = 'risk_fund_recovery' limit 1),
     e as (insert into journal_entry (phase, reverses_id, act, subject_kind, subject_id, county_code, on_date, memo)
       select 'posted', ${mirrors}, 'risk-fund.recovery-reversed', subject_kind, subject_id, county_code, '2020-01-10', '试'
       from o returning id)
   insert into posting select e.id, p.account_id, -p.amount_fen from e, o join posting p on p.entry_id = o.id`;

/** Who got what of a recovery, and that it is taken back by two, whole. */
const forgedReversals = ({ settled }: GuardedFund): Forgery[] => [
  forgery(
    ...(['risk_fund_recovery_by_two', 'taken back by one hand'] as const),
    takenBack(settled),
    'countersign_by_two',
  ),
  forgery(
    ...(['risk_fund_recovery_parted', 'taken back, and the money stays'] as const),
    `${takenBack(settled, signedReversal(settled))}
     update risk_fund_claim_share set recovered_fen = 0 where claim_id = ${settled}`,
    'risk_fund_recovery_went_back',
  ),
  forgery('risk_fund_recovery_back', 'money taken back of what still counts', wentBack('id')),
  forgery(
    ...(['posting_leaves_by_order', 'drawn by hand on an account, while that of its entry is open'] as const),
    wentBack('null::bigint'),
  ),
  forgery(
    ...(['risk_fund_recovery_last', 'taken back before what was shared after it'] as const),
    `alter table risk_fund_recovery disable trigger risk_fund_recovery_by_two;
     alter table risk_fund_recovery disable trigger risk_fund_recovery_new;
     alter table risk_fund_recovery disable trigger risk_fund_recovery_begins;
     ${copyOf('risk_fund_recovery', { id: 900, bank_serial: 'X-900', confirmed_no: 2 }, `claim_id = ${settled} and confirmed_no = 1`)}
     ${signedReversal(settled)}
     ${takenBack(settled)}`,
  ),
  forgery(
    ...(['risk_fund_recovery_written_off', 'taken back after a write-off counted it'] as const),
    `alter table risk_fund_recovery disable trigger risk_fund_recovery_parted;
     alter table risk_fund_claim_share disable trigger risk_fund_share_recovered;
     update risk_fund_write_off set state = 'confirmed', decided_on = proposed_on,
       decided_by = (select max(id) from person where id <> proposed_by);
     ${takenBack(settled, signedReversal(settled))}
     update risk_fund_claim_share set recovered_fen = 0 where claim_id = ${settled}`,
  ),
  forgery(
    ...(['risk_fund_recovery_part_append_only', 'a part that shrank'] as const),
    'update risk_fund_recovery_part set amount_fen = 1',
    'forbid_change',
  ),
  forgery(
    ...(['risk_fund_share_recovered', 'a part that nobody got'] as const),
    `update risk_fund_claim_share set recovered_fen = recovered_fen + 1 where claim_id = ${settled} and party = 'fund'`,
    'risk_fund_share_recovered',
  ),
  forgery(
    ...(['risk_fund_claim_back_append_only', 'a claim back forgotten'] as const),
    `insert into risk_fund_claim_back (recovery_id, claim_id, county_code, bank_id, party, to_party, amount_fen)
     select id, claim_id, county_code, bank_id, 'insurer', 'fund', 1 from risk_fund_recovery limit 1;
     delete from risk_fund_claim_back`,
    'forbid_change',
  ),
];

/** What was repaid after the compensation is due, and the reader of the year is told. */
export const forgedRecoveries = (ids: GuardedFund): Forgery[] => [
  ...forgedReversals(ids),
  forgery(
    'loan_event_recovery_due',
    'a repayment whose duty comes by itself, entered once more',
    repaid(ids.settled) + due(ids.settled),
    'risk_fund_recovery_due_once',
  ),
  forgery(
    'risk_fund_recovery_due_new',
    'a due on a claim that is not paid',
    repaid(ids.noticed) + due(ids.noticed),
    'risk_fund_recovery_due_repaid',
  ),
  forgery(
    'risk_fund_recovery_due_append_only',
    'a due that shrank',
    `${repaid(ids.settled)} update risk_fund_recovery_due set amount_fen = 1`,
    'forbid_change',
  ),
  forgery(
    'risk_fund_recovery_reminder_append_only',
    'a reminder taken back',
    `${repaid(ids.settled)}
     insert into risk_fund_recovery_reminder (due_id, county_code, bank_id, role, level, return_by, noted_on)
     select id, county_code, bank_id, 'bank_officer', 'received', '2020-01-16', '2020-01-10' from risk_fund_recovery_due;
     delete from risk_fund_recovery_reminder`,
    'forbid_change',
  ),
  forgery(
    'risk_fund_top_up_due',
    'a duty smaller than the measures say',
    topUp(ids.fund, '- 1'),
    'risk_fund_top_up_due',
  ),
  forgery(
    'risk_fund_top_up_append_only',
    'a duty forgotten',
    `${topUp(ids.fund)} delete from risk_fund_top_up`,
    'forbid_change',
  ),
  forgery(
    'risk_fund_reminder_append_only',
    'a reminder put off',
    `${topUp(ids.fund)}
     insert into risk_fund_reminder (county_code, fund_id, kind, top_up_id, step, role, level, due_on, noted_on)
     select county_code, fund_id, 'top_up', id, 'due', 'finance_reviewer', 'post', pay_by, noted_on from risk_fund_top_up;
     update risk_fund_reminder set noted_on = noted_on + 30`,
    'forbid_change',
  ),
  forgery(
    'risk_fund_statement_unreturned',
    'a year that hides what was not returned',
    copyOf('risk_fund_statement', { id: 900, version: 9, unreturned_fen: 1 }, `id = ${ids.statement}`),
    'risk_fund_statement_stale',
  ),
];
