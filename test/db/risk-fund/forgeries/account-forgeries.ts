import { copyOf, forgery, type Forgery } from '../../../support/forgery.ts';
import type { GuardedFund } from '../../../support/fund-guard-world.ts';
import { closed } from './statement-forgeries.ts';

const BANK = (fund: string): string => `(select bank_id from risk_fund_bank where fund_id = ${fund} limit 1)`;
/** Opens a second account at the bank whose loans the fund covers, and its place on the ledger. */
export const opened = ({ fund }: GuardedFund, on = '2020-01-05'): string =>
  `insert into risk_fund_account (fund_id, county_code, bank_id, opened_by, opened_on)
     select id, county_code, ${BANK(fund)}, opened_by, '${on}' from risk_fund where id = ${fund};
   insert into ledger_account (code, name, county_code, guarded)
     select code, '风险补偿金', county_code, true from risk_fund_account where code like 'risk-fund:${fund}@%';`;
export const SECOND = (fund: string): string =>
  `(select id from risk_fund_account where code like 'risk-fund:${fund}@%')`;
const FIRST = (fund: string): string => `(select id from risk_fund_account where code = 'risk-fund:${fund}')`;
export const shut = (account: string): string =>
  `update risk_fund_account set closed_on = '2020-01-10', closed_by = opened_by where id = ${account};`;

const MOVEMENT = `(select max(id) from risk_fund_movement where state = 'entered')`;
/** So many fen of the movement that waits, out of one account of the ledger into another. */
const booked = (given: { act: string; amount: number; from: string; into: string }): string =>
  `with e as (insert into journal_entry (phase, act, subject_kind, subject_id, county_code, on_date, memo)
     select 'posted', '${given.act}', 'risk_fund_movement', id, county_code, '2020-01-10', '试'
     from risk_fund_movement where id = ${MOVEMENT} returning id)
   insert into posting select e.id, a.id, case when a.code like '${given.into}' then 1 else -1 end * ${given.amount}
   from e, ledger_account a where a.code like '${given.from}' or a.code like '${given.into}';`;
export const transferred = (ids: GuardedFund, changes: object): string =>
  copyOf(
    ...(['risk_fund_movement', { id: 900, document_no: 'X', kind: 'transfer', source: null }] as const),
    `id = ${MOVEMENT}`,
    `jsonb_build_object('account_id', ${FIRST(ids.fund)}, 'to_account_id', ${SECOND(ids.fund)}) || '${JSON.stringify(changes)}'`,
  );

/** Accounts are opened by the database's rule and closed once, empty, while another is open. */
const accounts = (ids: GuardedFund): Forgery[] => {
  const { fund } = ids;
  const another = copyOf('risk_fund', { id: 900, name: '另一补偿金' }, `id = ${fund}`);
  const freeze = 'risk_fund_account_freeze';
  return [
    forgery(
      ...(['risk_fund_account_named', 'an account opened in a closed year'] as const),
      closed(ids) + opened(ids, '2019-06-03'),
      'risk_fund_account_year',
    ),
    forgery(
      ...(['risk_fund_first_account', 'a second account where the first is'] as const),
      `${another} insert into risk_fund_account (fund_id, county_code, bank_id, opened_by, opened_on)
        select id, county_code, deposit_bank_id, opened_by, opened_on from risk_fund where id = 900`,
      'risk_fund_account_one_open',
    ),
    forgery(
      freeze,
      'an account closed with money',
      opened(ids) + shut(FIRST(fund)),
      'risk_fund_account_empty',
    ),
    forgery(
      ...([freeze, 'an account closed that an entry waits for'] as const),
      `${opened(ids)} ${transferred(ids, {})} ${shut(SECOND(fund))}`,
      'risk_fund_account_empty',
    ),
    forgery(
      ...([freeze, 'the only account closed'] as const),
      another + shut('(select id from risk_fund_account where fund_id = 900)'),
      'risk_fund_account_last',
    ),
    forgery(
      ...([freeze, 'an account opened again'] as const),
      `${opened(ids)} ${shut(SECOND(fund))} update risk_fund_account set closed_on = null, closed_by = null where id = ${SECOND(fund)}`,
      'freeze_risk_fund_account',
    ),
    forgery(
      ...([freeze, 'another code'] as const),
      `update risk_fund_account set code = 'risk-fund:0'`,
      'freeze_risk_fund_account',
    ),
    forgery(freeze, 'an account taken away', 'delete from risk_fund_account', 'freeze_risk_fund_account'),
  ];
};

/** What is entered names an account that is open on its day, and money lies in the account it names. */
const movements = (ids: GuardedFund): Forgery[] => {
  const { fund } = ids;
  const open = 'risk_fund_movement_account_open';
  const guard = 'risk_fund_movement_account';
  const posting = 'posting_risk_fund_account';
  const [first, second] = [`risk-fund:${fund}`, `risk-fund:${fund}@%`];
  const into = { act: 'risk-fund.injection', amount: 1, from: `risk-fund-injection:${fund}`, into: second };
  const between = { act: 'risk-fund.transfer', amount: 1, from: first, into: second };
  return [
    forgery(guard, 'into a closed account', opened(ids) + shut(SECOND(fund)) + transferred(ids, {}), open),
    forgery(
      ...([guard, 'before the account was opened'] as const),
      opened(ids) + transferred(ids, { on_date: '2020-01-04' }),
      open,
    ),
    forgery(
      ...(['risk_fund_movement_account_still', 'confirmed for an account closed meanwhile'] as const),
      `${opened(ids)} ${transferred(ids, {})}
       alter table risk_fund_account disable trigger risk_fund_account_freeze; ${shut(SECOND(fund))}
       update risk_fund_movement set state = 'confirmed', decided_on = '2020-01-10',
         decided_by = (select max(id) from person) where id = 900`,
      'risk_fund_account_closed',
    ),
    forgery(
      ...(['risk_fund_movement_between', 'from an account to itself'] as const),
      opened(ids) + transferred(ids, {}).replace(SECOND(fund), FIRST(fund)),
    ),
    forgery(
      'risk_fund_movement_between',
      'a contribution that arrives elsewhere',
      opened(ids) + transferred(ids, { kind: 'injection', source: 'county' }),
    ),
    forgery(posting, 'a contribution at another bank', opened(ids) + booked(into), 'posting_at_its_bank'),
    forgery(
      ...([posting, 'money in a closed account'] as const),
      opened(ids) + shut(SECOND(fund)) + booked(into),
      'risk_fund_account_closed',
    ),
    forgery(
      ...(['posting_leaves_by_order', 'a move between banks that nobody confirmed'] as const),
      opened(ids) + transferred(ids, { amount_fen: 1 }) + booked(between),
    ),
  ];
};

/** Of each account the statement says what the books say. */
const statements = ({ statement }: GuardedFund): Forgery[] => [
  forgery(
    ...(['risk_fund_statement_account_append_only', 'other figures of an account'] as const),
    `update risk_fund_statement_account set sent_fen = 1`,
    'forbid_change',
  ),
  forgery(
    ...(['risk_fund_statement_account_adds_up', 'an account that does not add up'] as const),
    copyOf('risk_fund_statement_account', { sent_fen: 1 }, `statement_id = ${statement}`),
  ),
  forgery(
    ...(['risk_fund_statement_drawn', 'a statement without its accounts'] as const),
    copyOf(
      'risk_fund_statement',
      {
        ...{
          id: 900,
          year: 2015,
          line_count: 0,
          opening_fen: 0,
          injections_fen: 0,
          interest_fen: 0,
          recoveries_fen: 0,
        },
        ...{
          compensation_fen: 0,
          returned_fen: 0,
          closing_fen: 0,
          unreturned_fen: 0,
          unreturned_fund_fen: 0,
        },
      },
      `id = ${statement}`,
    ),
    'risk_fund_statement_stale',
  ),
];

export const forgedAccounts = (ids: GuardedFund): Forgery[] => [
  ...accounts(ids),
  ...movements(ids),
  ...statements(ids),
];
