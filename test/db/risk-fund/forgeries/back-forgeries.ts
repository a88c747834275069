import { opened } from './account-forgeries.ts';
import { answerTo } from './payer-forgeries.ts';
import { forgery, type Forgery } from '../../../support/forgery.ts';
import type { GuardedFund } from '../../../support/fund-guard-world.ts';

/** So much is claimed back of a claim's first recovery. */
export const claimedBack = (claim: string, to = 'fund'): string =>
  `insert into risk_fund_claim_back (recovery_id, claim_id, county_code, bank_id, party, to_party, amount_fen)
   select id, claim_id, county_code, bank_id, 'insurer', '${to}', 100 from risk_fund_recovery where claim_id = ${claim}
   order by id limit 1;`;

/** A payment of it, entered by person 1; `on` as an expression of the recovery. */
export const paidBack = (
  claim: string,
  { fen = 100, on = `'2020-01-10'`, serial = 'TK-1', to = 'fund' } = {},
): string =>
  `insert into risk_fund_back_payment (claim_id, county_code, bank_id, party, to_party, amount_fen, received_on, document_no,
     bank_serial, entered_by, entered_on)
   select claim_id, county_code, bank_id, 'insurer', '${to}', ${fen}, ${on}, 'X-1', '${serial}', 1, '2020-01-10'
   from risk_fund_recovery where claim_id = ${claim} order by id limit 1;`;

const DECIDED = `update risk_fund_back_payment set state = 'confirmed', decided_on = '2020-01-10',
   decided_by = (select max(id) from person);`;
/** Taken back by one hand: under a work that was never confirmed. */
const TAKEN_BACK = `insert into countersign (kind, county_code, subject_id, once_key, input, content, entered_by, entered_on)
   select 'back_payment_reversal', county_code, id, id::text, '{}', '{}', 1, '2020-01-10' from risk_fund_back_payment;
   update risk_fund_back_payment set state = 'reversed', reversed_on = '2020-01-10', reversal_reason = 'typed wrong',
     countersign_id = (select max(id) from countersign);`;

/** One fen of it, booked into the fund's first account. */
const bookedAtFirst = ({ fund }: GuardedFund): string =>
  `with e as (insert into journal_entry (phase, act, subject_kind, subject_id, county_code, on_date, memo)
     select 'posted', 'risk-fund.back-payment', 'risk_fund_back_payment', id, county_code, '2020-01-10', '试'
     from risk_fund_back_payment returning id)
   insert into posting select e.id, a.id, case when a.code = 'risk-fund:${fund}' then 1 else -1 end
   from e, ledger_account a where a.code in ('risk-fund:${fund}', 'risk-fund-injection:${fund}')`;

/** What is paid back directly: never above what is claimed, by two, and on the books. */
export const forgedBackPayments = (ids: GuardedFund): Forgery[] => {
  const { settled, waiting } = ids;
  const entered = claimedBack(settled) + paidBack(settled);
  return [
    forgery(
      ...(['risk_fund_back_payment_new', 'more paid back than is claimed'] as const),
      claimedBack(settled) + paidBack(settled, { fen: 101 }),
      'risk_fund_back_payment_within',
    ),
    forgery(
      ...(['risk_fund_back_payment_new', 'the same paid back twice, both waiting'] as const),
      entered + paidBack(settled, { fen: 1, serial: 'TK-2' }),
      'risk_fund_back_payment_within',
    ),
    forgery(
      ...(['risk_fund_back_payment_new', 'paid back before it was passed on'] as const),
      claimedBack(settled) + paidBack(settled, { on: 'received_on - 1' }),
      'risk_fund_back_payment_early',
    ),
    forgery(
      ...(['risk_fund_back_payment_serial_free', 'under the number of an answer'] as const),
      claimedBack(settled) + paidBack(settled, { serial: 'BX-0001' }),
      'risk_fund_back_payment_serial',
    ),
    forgery(
      ...(['risk_fund_back_payment_serial_free', 'under the number of a recovery at the same bank'] as const),
      claimedBack(settled, 'bank') + paidBack(settled, { serial: 'ZH-0001', to: 'bank' }),
      'risk_fund_back_payment_serial',
    ),
    forgery(
      'risk_fund_back_payment_serial',
      'one number twice',
      claimedBack(settled) + paidBack(settled, { fen: 1 }) + paidBack(settled, { fen: 1 }),
    ),
    forgery(
      ...(['risk_fund_answer_serial_free', 'an answer under its number'] as const),
      entered + answerTo(waiting, { serial: 'TK-1' }),
      'risk_fund_back_payment_serial',
    ),
    forgery(
      ...(['risk_fund_recovery_serial_free', 'a recovery under its number at the same bank'] as const),
      `${claimedBack(settled, 'bank')} ${paidBack(settled, { to: 'bank' })} insert into risk_fund_recovery (claim_id, county_code, bank_id, received_on, return_by, gross_fen, cost_fen,
         bank_serial, entered_by, entered_on) select claim_id, county_code, bank_id, received_on, return_by, gross_fen, cost_fen,
         'TK-1', entered_by, entered_on from risk_fund_recovery where claim_id = ${settled} limit 1`,
      'risk_fund_back_payment_serial',
    ),
    forgery(
      ...(['risk_fund_back_payment_within', 'confirmed above what is open meanwhile'] as const),
      `alter table risk_fund_back_payment disable trigger risk_fund_back_payment_new;
       ${claimedBack(settled)} ${paidBack(settled, { fen: 101 })} ${DECIDED}`,
    ),
    forgery(
      ...(['risk_fund_back_payment_other_person', 'confirmed by who entered it'] as const),
      `${entered} update risk_fund_back_payment set state = 'confirmed', decided_on = '2020-01-10', decided_by = 1`,
    ),
    forgery(
      ...(['risk_fund_back_payment_booked', 'confirmed, and not on the books'] as const),
      entered + DECIDED,
    ),
    forgery(
      ...(['risk_fund_back_payment_booked', 'taken back by one hand'] as const),
      claimedBack(settled, 'bank') + paidBack(settled, { to: 'bank' }) + DECIDED + TAKEN_BACK,
      'countersign_by_two',
    ),
    forgery(
      ...(['risk_fund_back_payment_begins', 'counted as soon as it is entered'] as const),
      (claimedBack(settled) + paidBack(settled))
        .replace('entered_by, entered_on)', 'entered_by, entered_on, state, decided_by, decided_on)')
        .replace(
          `1, '2020-01-10'\n   from`,
          `1, '2020-01-10', 'confirmed', (select max(id) from person), '2020-01-10'\n   from`,
        ),
    ),
    forgery(
      ...(['risk_fund_back_payment_freeze', 'another sum than was entered'] as const),
      `${entered} update risk_fund_back_payment set amount_fen = 1`,
      'freeze_back_payment',
    ),
    forgery(
      ...(['risk_fund_back_payment_transition', 'taken back before it counted'] as const),
      `alter table risk_fund_back_payment disable trigger risk_fund_back_payment_freeze;
       ${entered} ${TAKEN_BACK}`,
      'check_transition',
    ),
    forgery(
      ...(['posting_risk_fund_account', 'booked at another bank than the claim is of'] as const),
      opened(ids) + entered + bookedAtFirst(ids),
      'posting_at_its_bank',
    ),
  ];
};
