import { copyOf, forgery, type Forgery } from '../../../support/forgery.ts';
import type { GuardedFund } from '../../../support/fund-guard-world.ts';

const suspended = ({ fund }: GuardedFund): string =>
  `insert into lending_suspension (fund_id, terms_id, county_code, numerator_fen, denominator_fen, suspended_on)
   select fund_id, id, county_code, 4, 100, '2020-01-10' from risk_fund_terms where fund_id = ${fund} limit 1;`;

/** Lending under the breaker, and under the cap. */
export const forgedLending = (ids: GuardedFund): Forgery[] => [
  forgery(
    ...(['loan_suspended', 'a contract while lending is suspended'] as const),
    `${suspended(ids)} update loan set state = 'signed', signed_on = approved_on, contract_no = 'X-1', cap_fen = 5000000,
       terms_id = (select terms_id from loan where id = ${ids.signedLoan}), max_term_months = 36,
       ceiling_percent = 60000, subsidy_ceiling_percent = 60000, settlement_calendar = 'quarterly_20' where id = ${ids.approvedLoan}`,
    'loan_lending_suspended',
  ),
  forgery(
    ...(['lending_suspension_freeze', 'another ratio'] as const),
    `${suspended(ids)} update lending_suspension set numerator_fen = 3`,
    'freeze_lending_suspension',
  ),
  forgery(
    ...(['lending_suspension_by_two', 'lifted by the order of one person'] as const),
    `${suspended(ids)} update lending_suspension set state = 'lifted', lifted_on = '2020-01-10', lift_reason = 'order',
       lift_document_no = 'X-1', lifted_by = (select min(id) from person)`,
    'countersign_by_two',
  ),
  forgery(
    ...(['lending_suspension_transition', 'lifted, and down again'] as const),
    `alter table lending_suspension disable trigger lending_suspension_freeze; ${suspended(ids)}
     update lending_suspension set state = 'lifted', lifted_on = '2020-01-10', lift_reason = 'resumed';
     update lending_suspension set state = 'suspended', lifted_on = null, lift_reason = null`,
    'check_transition',
  ),
  forgery(
    ...(['lending_warning_freeze', 'a warning taken back'] as const),
    `insert into lending_warning (fund_id, terms_id, county_code, numerator_fen, denominator_fen, warned_on)
     select fund_id, id, county_code, 4, 100, '2020-01-10' from risk_fund_terms where fund_id = ${ids.fund} limit 1;
     delete from lending_warning`,
    'freeze_lending_warning',
  ),
  forgery(
    ...(['loan_paid_out_with_cover', 'paid out without a measure'] as const),
    `update loan set state = 'disbursed', disbursed_on = signed_on, matures_on = signed_on + 1000, voucher_no = 'X-1',
       contract_matures_on = signed_on + 1000, outstanding_fen = principal_fen where id = ${ids.signedLoan}`,
    'require_cover_at_payout',
  ),
  forgery(
    ...(['loan_fund_before_lending', 'paid out before the money lay there for its days'] as const),
    `alter table risk_fund_terms disable trigger user;
     update risk_fund_terms set fund_before_lending = 'held', fund_lead_days = 90; alter table risk_fund_terms enable trigger user;
     update loan set state = 'disbursed', disbursed_on = signed_on, matures_on = signed_on + 1000, voucher_no = 'X-1',
       contract_matures_on = signed_on + 1000, outstanding_fen = principal_fen where id = ${ids.signedLoan}`,
    'loan_fund_before_lending',
  ),
  forgery(
    ...(['risk_fund_cover_measured', 'cover that nothing gives'] as const),
    copyOf('risk_fund_cover', { id: 900, covered_fen: 1 }, `loan_id = ${ids.coveredLoan}`),
    'check_measured_cover',
  ),
  forgery(
    ...(['loan_event_cover', 'cover in the history of a loan'] as const),
    `insert into loan_event (loan_id, county_code, bank_id, kind, on_date, amount_fen, recorded_by, recorded_on)
     select id, county_code, bank_id, 'cover_measured', '2020-01-10', 1, 1, '2020-01-10' from loan
     where id = ${ids.coveredLoan}`,
    'loan_event_cover_measured',
  ),
];
