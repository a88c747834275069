import { copyOf, forgery, type Forgery } from '../../../support/forgery.ts';
import type { GuardedFund } from '../../../support/fund-guard-world.ts';

/** An answer for the last that owes on a claim, entered by person 1. */
export const answerTo = (claim: string, { on = '2020-01-10', refused = false, serial = 'X-1' }): string =>
  `insert into risk_fund_answer (transfer_id, claim_id, county_code, bank_id, outcome, amount_fen, bank_serial, reason,
     answered_on, document_no, entered_by, entered_on)
   select id, claim_id, county_code, bank_id, ${refused ? `'refused', null, null, '不还'` : `'paid', amount_fen, '${serial}', null`},
     '${on}', 'X-1', 1, '2020-01-10' from risk_fund_transfer where claim_id = ${claim} order by id desc limit 1;`;

const paidWith = (paid: string, offset = '0'): string =>
  `update risk_fund_transfer set state = 'paid', paid_fen = ${paid}, offset_fen = ${offset}, closed_on = '2020-01-10'`;

/** A payer answers after its time, once, and the bank never refuses. */
const answers = ({ waiting, refused }: GuardedFund): Forgery[] => [
  forgery(
    ...(['risk_fund_answer_new', 'an answer before its time'] as const),
    answerTo(waiting, { on: '2019-10-11' }),
    'risk_fund_answer_waits',
  ),
  forgery(
    ...(['risk_fund_answer_new', 'a bank that refuses to give back'] as const),
    answerTo(refused, { refused: true }),
    'risk_fund_answer_bank_owes',
  ),
  forgery(
    ...(['risk_fund_answer_new', 'an answer to what was answered'] as const),
    `${paidWith('amount_fen')} where claim_id = ${waiting}; ${answerTo(waiting, {})}`,
    'risk_fund_answer_one',
  ),
  forgery(
    'risk_fund_answer_one',
    'two answers',
    answerTo(waiting, {}) + answerTo(waiting, { serial: 'X-2' }),
  ),
  forgery('risk_fund_answer_serial', 'a payment for two claims', answerTo(waiting, { serial: 'BX-0001' })),
];

const owedAgain = (claim: string): string =>
  `update risk_fund_transfer set state = 'waiting', paid_fen = 0, offset_fen = 0, closed_on = null
   where claim_id = ${claim}`;

/** A part is owed once, as it was computed, and paid whole. */
const transfers = ({ waiting, settled }: GuardedFund): Forgery[] => {
  const guard = 'risk_fund_transfer_guard';
  const twice = copyOf('risk_fund_transfer', { id: 900 }, `claim_id = ${waiting}`);
  const of = `where claim_id = ${waiting}`;
  return [
    forgery(
      ...([guard, 'a part owed twice'] as const),
      `alter table risk_fund_transfer drop constraint risk_fund_transfer_once; ${twice}`,
      'risk_fund_transfer_no_double',
    ),
    forgery(
      ...([guard, 'another sum owed'] as const),
      `update risk_fund_transfer set amount_fen = amount_fen - 1 ${of}`,
      'check_risk_fund_transfer',
    ),
    forgery(
      ...([guard, 'an offset by what never came back'] as const),
      `${paidWith('amount_fen - 1', '1')} ${of}`,
      'risk_fund_transfer_no_double',
    ),
    forgery(
      ...(['risk_fund_transfer_once', 'a payer who owes twice'] as const),
      `alter table risk_fund_transfer disable trigger ${guard}; ${twice}`,
    ),
    forgery('risk_fund_transfer_whole', 'a part paid in part', `${paidWith('amount_fen - 1')} ${of}`),
    forgery(
      ...(['risk_fund_transfer_transition', 'a payer who paid, and refused'] as const),
      `alter table risk_fund_transfer disable trigger ${guard};
       update risk_fund_transfer set state = 'refused', paid_fen = 0, offset_fen = 0 where claim_id = ${settled}`,
      'check_transition',
    ),
    forgery(guard, 'a payer who paid, and owes again', owedAgain(settled), 'check_risk_fund_transfer'),
    forgery(
      ...(['risk_fund_transfer_reopened', 'a payer who owes again on a claim that is settled'] as const),
      `alter table risk_fund_transfer disable trigger ${guard}; ${owedAgain(settled)}`,
    ),
  ];
};

const forLess = (claim: string): string =>
  `update risk_fund_claim_share set settled_fen = case party when 'fund' then 0 else amount_fen end
     where claim_id = ${claim};
   update risk_fund_claim set settled_on = '2020-01-10' where id = ${claim}`;

/** What all bear in the end is the loss. */
const settlements = ({ waiting, noticed }: GuardedFund): Forgery[] => [
  forgery(
    ...(['risk_fund_claim_settled_whole', 'settled without its shares'] as const),
    `update risk_fund_claim set settled_on = '2020-01-10' where id = ${waiting}`,
    'check_risk_fund_settled',
  ),
  // either of the two sees it: each alone
  forgery(
    ...(['risk_fund_claim_settled_whole', 'a claim settled for less than the loss'] as const),
    `alter table risk_fund_claim_share disable trigger risk_fund_share_settled; ${forLess(waiting)}`,
    'check_risk_fund_settled',
  ),
  forgery(
    ...(['risk_fund_share_settled', 'shares settled for less than the loss'] as const),
    `alter table risk_fund_claim disable trigger risk_fund_claim_settled_whole; ${forLess(waiting)}`,
    'check_risk_fund_settled',
  ),
  forgery(
    ...(['risk_fund_share_settled', 'shares settled, the claim not'] as const),
    `update risk_fund_claim_share set settled_fen = amount_fen where claim_id = ${waiting}`,
    'check_risk_fund_settled',
  ),
  forgery(
    ...(['risk_fund_claim_settled', 'settled before it is paid'] as const),
    `update risk_fund_claim set settled_on = '2020-01-10' where id = ${noticed}`,
  ),
];

export const forgedPayers = (ids: GuardedFund): Forgery[] => [
  ...answers(ids),
  ...transfers(ids),
  ...settlements(ids),
];
