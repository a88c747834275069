import { copyOf, forgery, type Forgery } from '../../../support/forgery.ts';
import type { GuardedFund } from '../../../support/fund-guard-world.ts';
import { posted } from './money-forgeries.ts';

type Party = 'bank' | 'finance' | 'office';
const SEATS: Readonly<Record<Party, string>> = {
  bank: '(select deposit_bank_id from risk_fund where id = fund_id)',
  finance: `(select id from organisation o where o.county_code = s.county_code and kind = 'finance_bureau')`,
  office: `(select id from organisation o where o.county_code = s.county_code and kind = 'poverty_office')`,
};
interface Said {
  readonly as?: Party;
  readonly person?: string;
  readonly difference?: number;
}
/** An institution says what its books say; `person` is an expression. */
const confirmed = ({ statement }: GuardedFund, party: Party, said: Said = {}): string => {
  const { as = party, difference = 0 } = said;
  const { person = `(select max(id) from person) - ${party === 'bank' ? 1 : 0}` } = said;
  return `insert into risk_fund_statement_confirmation (statement_id, county_code, party, organisation_id, person_id,
      person_name, closing_fen, difference_fen, confirmed_on)
    select id, county_code, '${party}', ${SEATS[as]}, ${person}, '某', closing_fen + ${difference}, ${difference}, drawn_on
    from risk_fund_statement s where id = ${statement};`;
};
const ended = ({ statement }: GuardedFund): string =>
  `update risk_fund_statement set state = 'confirmed', confirmed_on = drawn_on where id = ${statement};`;
/** As the three close a year: nothing refuses that. */
export const closed = (ids: GuardedFund): string =>
  `${confirmed(ids, 'bank')} ${confirmed(ids, 'office')} ${ended(ids)} set constraints all immediate;`;
const interest = (ids: GuardedFund): string =>
  posted(ids, { amount: 1, on: '2019-12-21', subject: 'risk_fund_movement' });

const BOOKS = 'risk_fund_statement_stale';
/** A statement is what the books say, when it is drawn and when three have confirmed it. */
const statements = (ids: GuardedFund): Forgery[] => {
  const copy = (changes: object): string =>
    copyOf('risk_fund_statement', { id: 900, ...changes }, `id = ${ids.statement}`);
  return [
    forgery('risk_fund_statement_drawn', 'drawn of other figures', copy({ year: 2018 }), BOOKS),
    forgery(
      ...(['risk_fund_statement_confirmed', 'confirmed by one'] as const),
      ended(ids),
      'check_risk_fund_statement',
    ),
    forgery(
      'risk_fund_statement_confirmed',
      'confirmed over other books',
      interest(ids) + closed(ids),
      BOOKS,
    ),
    forgery(
      ...(['risk_fund_statement_freeze', 'another count of lines'] as const),
      `update risk_fund_statement set line_count = 0 where id = ${ids.statement}`,
      'freeze_risk_fund_statement',
    ),
    forgery(
      ...(['risk_fund_statement_transition', 'a closed year opened'] as const),
      `${closed(ids)} update risk_fund_statement set state = 'drawn', confirmed_on = null`,
      'check_transition',
    ),
    forgery('risk_fund_statement_one', 'two statements of a year', copy({ version: 2 })),
    forgery(
      'risk_fund_statement_version',
      'a version twice',
      `alter table risk_fund_statement disable trigger risk_fund_statement_begins; ${copy({ state: 'superseded' })}`,
    ),
    forgery(
      'risk_fund_statement_adds_up',
      'figures that do not add up',
      copy({ year: 2018, closing_fen: 0 }),
    ),
    forgery('risk_fund_statement_year_over', 'a year that runs', copy({ year: 2020 })),
  ];
};

const SPEAKS = 'risk_fund_statement_confirmation_new';
const OTHER = 'risk_fund_statement_other_person';
/** Each institution speaks for itself, by another person, of what its own books say. */
const confirmations = (ids: GuardedFund): Forgery[] => {
  const drawer = `drawn_by`;
  const first = `(select person_id from risk_fund_statement_confirmation where statement_id = ${ids.statement})`;
  return [
    forgery(SPEAKS, 'who drew it confirms', confirmed(ids, 'office', { person: drawer }), OTHER),
    forgery(
      ...([SPEAKS, 'finance speaks for the office'] as const),
      confirmed(ids, 'office', { as: 'finance' }),
      'risk_fund_statement_party',
    ),
    forgery(
      ...([SPEAKS, 'a statement that is superseded'] as const),
      `update risk_fund_statement set state = 'superseded'; ${confirmed(ids, 'office')}`,
      'check_statement_confirmation',
    ),
    forgery(OTHER, 'one person for two institutions', confirmed(ids, 'office', { person: first })),
    forgery(
      ...(['risk_fund_statement_reason', 'a difference without a reason'] as const),
      confirmed(ids, 'office', { difference: 1 }),
    ),
  ];
};

const CLOSED = 'risk_fund_year_closed';
/** Nothing is entered or booked into a closed year. */
const closedYears = (ids: GuardedFund): Forgery[] => [
  forgery(
    ...(['risk_fund_movement_open_year', 'an entry into a closed year'] as const),
    closed(ids) +
      copyOf('risk_fund_movement', { id: 900, document_no: 'X', on_date: '2019-12-21' }, `state = 'entered'`),
    CLOSED,
  ),
  forgery('posting_fund_days', 'a posting into a closed year', closed(ids) + interest(ids), CLOSED),
];

export const forgedStatements = (ids: GuardedFund): Forgery[] => [
  ...statements(ids),
  ...confirmations(ids),
  ...closedYears(ids),
];
