import { copyOf, forgery, type Forgery } from '../../../support/forgery.ts';
import type { GuardedFund } from '../../../support/fund-guard-world.ts';

/** A household repays on a compensated loan, and on one whose claim still goes its way. */
const repaid = (claim: string): string =>
  `insert into loan_event (loan_id, county_code, bank_id, kind, on_date, amount_fen, recorded_by, recorded_on)
   select loan_id, county_code, bank_id, 'interest_paid', '2020-01-09', 1234, 1, '2020-01-10' from risk_fund_claim
   where id = ${claim};`;
const due = (claim: string, amount = 'e.amount_fen'): string =>
  `insert into risk_fund_recovery_due (claim_id, county_code, bank_id, loan_id, event_id, received_on, amount_fen)
   select c.id, c.county_code, c.bank_id, c.loan_id, e.id, e.on_date, ${amount} from risk_fund_claim c
   join loan_event e on e.loan_id = c.loan_id and e.kind = 'interest_paid' where c.id = ${claim};`;

/** What was repaid after the compensation is due, and the reader of the year is told. */
export const forgedRecoveries = (ids: GuardedFund): Forgery[] => [
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
    'risk_fund_statement_unreturned',
    'a year that hides what was not returned',
    copyOf('risk_fund_statement', { id: 900, version: 9, unreturned_fen: 1 }, `id = ${ids.statement}`),
    'risk_fund_statement_stale',
  ),
];
