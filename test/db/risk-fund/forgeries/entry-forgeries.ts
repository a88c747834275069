import { copyOf, forgery, type Forgery } from '../../../support/forgery.ts';
import type { GuardedFund } from '../../../support/fund-guard-world.ts';
import { answerTo } from './payer-forgeries.ts';

const ANOTHER = '(select max(id) from person where id <> entered_by)';
/** What is entered by one person and decided by another: a change of it, and what confirming it states. */
const ENTRIES = [
  { table: 'county_payment', change: 'amount_fen = amount_fen + 1' },
  { table: 'risk_fund_answer', change: 'answered_on = answered_on - 1' },
  { table: 'risk_fund_loss_report', change: 'claims_fen = claims_fen + 1' },
  { table: 'risk_fund_movement', change: 'amount_fen = amount_fen + 1' },
  {
    ...{ table: 'risk_fund_recovery', change: 'gross_fen = gross_fen + 1' },
    states: 'fund_fen = gross_fen, others_fen = 0, rest_fen = 0,',
  },
  { table: 'risk_fund_year', change: 'loss_fen = loss_fen + 1' },
] as const;

/** Changed by nobody, decided once, and by another person than entered it. */
function entryForgeries(
  ids: GuardedFund,
  entry: { table: string; change: string; states?: string },
): Forgery[] {
  const { table, change, states = '' } = entry;
  const first = table === 'risk_fund_answer' ? answerTo(ids.waiting, { on: '2020-01-10' }) : '';
  const where = `where id = (select max(id) from ${table} where state = 'entered')`;
  const confirm = (by: string): string =>
    `update ${table} set ${states} state = 'confirmed', decided_by = ${by}, decided_on = entered_on ${where};`;
  const own = table === 'risk_fund_year' || table === 'risk_fund_recovery';
  const frozen = own ? `freeze_${table}` : 'freeze_entered_money';
  const again = `update ${table} set state = 'rejected' where state = 'confirmed'`;
  // the freeze stands before the steps: they are seen without it
  const back = `alter table ${table} disable trigger ${table}_freeze; ${first} ${confirm(ANOTHER)}
    update ${table} set state = 'entered', decided_by = null, decided_on = null where state = 'confirmed'`;
  return [
    forgery(`${table}_freeze`, 'an entry changed', `${first} update ${table} set ${change} ${where}`, frozen),
    forgery(`${table}_freeze`, 'an entry decided twice', `${first} ${confirm(ANOTHER)} ${again}`, frozen),
    forgery(`${table}_transition`, 'a decision taken back', back, 'check_transition'),
    forgery(`${table}_other_person`, 'one who enters and confirms', first + confirm('entered_by')),
  ];
}

const ENTERED = `state = 'entered'`;
/** Another row, as it begins. */
const UNDECIDED = { id: 900, state: 'entered', decided_by: null, decided_on: null };
/** Money out of nothing, or counted twice. */
const countedTwice = (ids: GuardedFund): Forgery[] => [
  forgery(
    ...(['risk_fund_recovery_beyond', 'money of the household while the bank is owed'] as const),
    `update risk_fund_recovery set state = 'confirmed', fund_fen = 0, others_fen = 0, rest_fen = gross_fen - cost_fen,
       decided_by = 2, decided_on = '2020-01-10' where ${ENTERED}`,
  ),
  forgery('risk_fund_recovery_serial', 'a receipt twice', copyOf('risk_fund_recovery', { id: 900 }, ENTERED)),
  forgery(
    ...(['risk_fund_recovery_serial_once', 'a receipt of one loan on the claim of another'] as const),
    copyOf('risk_fund_recovery', { id: 900, claim_id: Number(ids.waiting) }, ENTERED),
    'risk_fund_recovery_serial',
  ),
  forgery(
    ...(['risk_fund_recovery_whole', 'a recovery that is not shared whole'] as const),
    `update risk_fund_recovery set state = 'confirmed', fund_fen = 1, others_fen = 0, rest_fen = 0,
       decided_by = ${ANOTHER}, decided_on = entered_on where ${ENTERED}`,
  ),
  forgery(
    ...(['risk_fund_recovery_new', 'money back before it went'] as const),
    copyOf('risk_fund_recovery', { id: 900, bank_serial: 'X', received_on: '2019-07-01' }, ENTERED),
    'risk_fund_recovery_after_payment',
  ),
  forgery('risk_fund_movement_once', 'a voucher twice', copyOf('risk_fund_movement', { id: 900 }, ENTERED)),
  forgery(
    ...(['risk_fund_movement_open_year', 'late entry into an open year'] as const),
    copyOf(
      'risk_fund_movement',
      { id: 900, document_no: 'X', on_date: '2019-12-01', booked_on: '2019-12-02' },
      ENTERED,
    ),
    'risk_fund_movement_booked_late',
  ),
  forgery(
    ...(['county_payment_new', 'an advance above what the fund owes'] as const),
    copyOf('county_payment', { id: 900, amount_fen: 900_000_00 }, `kind = 'advance'`),
    'county_payment_within_claim',
  ),
  forgery(
    ...(['county_payment_new', 'a premium that is not its parts'] as const),
    copyOf('county_payment', { ...UNDECIDED, policy_no: 'X', premium_fen: 900_00 }, `id = ${ids.premium}`),
    'check_county_payment',
  ),
  forgery(
    'county_payment_policy',
    'a policy twice',
    copyOf('county_payment', UNDECIDED, `id = ${ids.premium}`),
  ),
  forgery(
    ...(['county_payment_serial', 'a payment twice'] as const),
    [900, 901]
      .map((id) => copyOf('county_payment', { id, amount_fen: 1, bank_serial: 'X' }, `kind = 'advance'`))
      .join(''),
  ),
];

/** A year is settled once, when it is over, by what was lent in it. */
const years = (): Forgery[] => {
  const year = (changes: object): string => copyOf('risk_fund_year', { id: 900, ...changes }, 'true');
  return [
    forgery('risk_fund_year_lent', 'a year of other lending', year({ year: 2018 }), 'check_risk_fund_year'),
    forgery('risk_fund_year_once', 'a year twice', year({})),
    forgery('risk_fund_year_over', 'a year that runs', year({ entered_on: '2017-12-31' })),
    forgery('risk_fund_year_whole', 'more than the loss', year({ compensated_fen: 1 })),
  ];
};

export const forgedEntries = (ids: GuardedFund): Forgery[] => [
  ...ENTRIES.flatMap((entry) => entryForgeries(ids, entry)),
  ...countedTwice(ids),
  ...years(),
];
