import { breach, type Breach } from './breach.ts';

export const STATEMENT_BREACHES: readonly Breach[] = [
  breach(
    '15',
    'a confirmed year with another sum than its lines',
    `update risk_fund_statement set interest_fen = interest_fen + 1, closing_fen = closing_fen + 1;
     update risk_fund_statement_confirmation set closing_fen = closing_fen + 1`,
  ),
  breach(
    '15',
    'an account of a confirmed year with other figures, though they add up',
    `update risk_fund_statement_account set interest_fen = interest_fen + 1, recoveries_fen = recoveries_fen - 1`,
  ),
  breach(
    '15',
    'a year whose accounts together are not the fund',
    `update risk_fund_statement_account set received_fen = 1, closing_fen = closing_fen + 1`,
  ),
  breach(
    '15',
    'a line of a confirmed year on another day',
    `update risk_fund_statement_line set on_date = on_date + 1 where no = 2`,
  ),
  breach(
    '15',
    'a year that two confirmed',
    `delete from risk_fund_statement_confirmation where party = 'bank'`,
  ),
  breach(
    '11',
    'a year confirmed by who drew it',
    `update risk_fund_statement_confirmation c set person_id = s.drawn_by from risk_fund_statement s
     where s.id = c.statement_id and c.party = 'finance'`,
  ),
  breach(
    '2',
    'a fund that paid before it held the money, though never in the order of its entries',
    `delete from risk_fund_statement_line; delete from risk_fund_statement_confirmation; delete from risk_fund_statement;
     update journal_entry set on_date = '2017-05-02' where act = 'risk-fund.injection'`,
  ),
];
