import { receivedSql } from '../../support/receipts.ts';
import { breach, type Breach } from './breach.ts';

export const FUND_BREACHES: readonly Breach[] = [
  breach(
    '19',
    'a repayment after the compensation that nobody is to return',
    receivedSql(`id in (select loan_id from risk_fund_claim where state = 'paid')`, {
      ...{ kind: 'interest', fen: 1234, on: '2030-01-09', serial: 'HK-LATE' },
    }),
  ),
  breach(
    '19',
    'a part of a loss that grew',
    `update risk_fund_claim_share set amount_fen = amount_fen + 1 where path = '2'`,
  ),
  breach(
    '19',
    'a nested part that shrank',
    `update risk_fund_claim_share set amount_fen = amount_fen - 1 where path = '1.3'`,
  ),
  breach(
    '19',
    'interest claimed beyond what was owed',
    `alter table risk_fund_claim drop constraint risk_fund_claim_interest_owed;
     update risk_fund_claim set interest_fen = owed_interest_fen + 1`,
  ),
  breach('19', 'dunning that never was', `delete from loan_dunning`),
  breach(
    '19',
    'more recovered than came back',
    `update risk_fund_claim_share set recovered_fen = recovered_fen + 1 where path = '2'`,
  ),
  breach(
    '19',
    'a claim whose contract went away',
    `delete from risk_fund_claim_file where kind = 'contract'`,
  ),
  breach(
    '19',
    'a loan covered otherwise than was measured',
    `insert into risk_fund_cover (fund_id, terms_id, loan_id, county_code, bank_id, measured_on, cause, pool_fen, cap_fen,
       earlier_fen, total_fen, outstanding_fen, covered_fen)
     select fund_id, terms_id, loan_id, county_code, bank_id, filed_on, 'injection', 1000, 10000, 0, 2000, 2000, 1999
     from risk_fund_claim`,
  ),
  breach(
    '19',
    'a final part of a claim that nobody settled',
    `update risk_fund_claim_share set settled_fen = amount_fen where path = '2'`,
  ),
  breach(
    '19',
    'a payer that paid what was not its part',
    `insert into risk_fund_transfer (claim_id, county_code, bank_id, from_party, to_party, amount_fen, due_on, state,
       paid_fen, closed_on)
     select id, county_code, bank_id, 'insurer', 'bank', 100, paid_on, 'paid', 100, paid_on from risk_fund_claim`,
  ),
  breach(
    '15',
    'money of the fund that nobody entered',
    `update risk_fund_movement set amount_fen = amount_fen + 1 where state = 'confirmed'`,
  ),
  breach(
    '15',
    'a contribution that lies at another bank than two persons said',
    `insert into risk_fund_account (fund_id, county_code, bank_id, code, opened_by, opened_on)
       select fund_id, county_code, bank_id + 1, code || '@1', opened_by, opened_on from risk_fund_account;
     update risk_fund_movement set account_id = (select max(id) from risk_fund_account) where kind = 'injection'`,
  ),
  breach(
    '15',
    'an account closed with money in it',
    `update risk_fund_account set closed_on = '2018-01-09', closed_by = opened_by`,
  ),
  breach(
    '15',
    'money of a fund in an account that is of none',
    `insert into ledger_account (code, name, county_code, guarded) values ('risk-fund:99', '风险补偿金', '620821', true)`,
  ),
  breach(
    '15',
    'compensation from another account',
    `update ledger_account set code = 'risk-fund-other:1' where code like 'risk-fund-compensation:%'`,
  ),
  breach(
    '11',
    'money entered and confirmed by one person',
    `alter table risk_fund_movement drop constraint risk_fund_movement_other_person;
     update risk_fund_movement set entered_by = decided_by where state = 'confirmed'`,
  ),
  breach('13', 'a claim that finance never examined', `delete from risk_fund_decision where act = 'examine'`),
  breach(
    '26',
    'an examination by another person than the trail tells',
    `update risk_fund_decision set person_id = 6, account_id = 6 where act = 'examine';
     insert into account (id, person_id, username, password_hash, role, organisation_id, scope, created_at)
       overriding system value select 6, 6, 'six', 'x', role, organisation_id, '{}', '2016-01-01' from account where id = 5`,
  ),
  breach(
    '16',
    'a compensated claim that went back',
    `update risk_fund_claim set state = 'approved', paid_fen = 0, paid_on = null`,
  ),
];
