import { copyOf, forgery, type Forgery } from '../../../support/forgery.ts';
import type { GuardedFund } from '../../../support/fund-guard-world.ts';
import { COUNTY } from '../../../support/loan-world.ts';

/** An order for `subject`, like one that paid a claim; `payer` is an expression. */
const order = (kind: string, subject: string, payer: string, total = 'was.total_fen'): string =>
  copyOf(
    'payment_order',
    {
      id: 900,
      order_no: 'X',
      round: 9,
      state: 'instructed',
      subject_kind: kind,
      subject_id: Number(subject),
    },
    `subject_kind = 'risk_fund_claim'`,
    `jsonb_build_object('instructed_by', ${payer}, 'total_fen', ${total})`,
  );
const line = (kind: string, subject: string, also?: string): string =>
  copyOf(
    'payment_line',
    {
      ...{ id: 900, order_id: 900, state: 'sent', subject_kind: kind, subject_ref: subject },
      ...{ bank_serial: null, answered_on: null, receipt_id: null },
    },
    `subject_kind = 'risk_fund_claim'`,
    also,
  );
const PAYER = `(select instructed_by from payment_order where subject_kind = 'risk_fund_claim' limit 1)`;

/** What is paid was approved or confirmed, to the fen, and by nobody who had a hand in it. */
const orders = ({ approved, premium }: GuardedFund): Forgery[] => {
  const decider = `(select person_id from risk_fund_decision where claim_id = ${approved} and act = 'review')`;
  const whose = (column: string): string => `(select ${column} from county_payment where id = ${premium})`;
  return [
    forgery(
      ...(['payment_order_risk_fund', 'paid by who reviewed'] as const),
      order('risk_fund_claim', approved, decider),
      'risk_fund_payer_other_person',
    ),
    forgery(
      ...(['payment_line_risk_fund', 'compensation before it is instructed'] as const),
      order('risk_fund_claim', approved, PAYER) + line('risk_fund_claim', approved),
      'check_risk_fund_payments',
    ),
    ...['entered_by', 'decided_by'].map((column) =>
      forgery(
        ...(['payment_order_fund_outlay', `a premium paid by its ${column}`] as const),
        order('county_payment', premium, whose(column)),
        'fund_outlay_other_person',
      ),
    ),
    forgery(
      ...(['payment_line_fund_outlay', 'a premium of another sum'] as const),
      order('county_payment', premium, PAYER) + line('county_payment', premium),
      'check_fund_outlay_lines',
    ),
  ];
};

/** So many fen on the fund's account, and from another. */
export const posted = (
  { fund }: GuardedFund,
  { amount, on = '2020-01-10', subject }: { amount: number; on?: string; subject: string },
): string =>
  `with e as (insert into journal_entry (phase, act, subject_kind, subject_id, county_code, on_date, memo)
     values ('posted', 'risk-fund.interest', '${subject}', 900, '${COUNTY}', '${on}', '试') returning id)
   insert into posting select e.id, a.id, case when a.code = 'risk-fund:${fund}' then ${amount} else ${-amount} end
   from e, ledger_account a where a.code in ('risk-fund:${fund}', 'risk-fund-compensation:${fund}');`;

const BESIDE = 'posting_county_beside_fund';
/** Money leaves by an order, on a day that holds it, and the county's is never the fund's. */
const postings = (ids: GuardedFund): Forgery[] => {
  const whole = `(select jsonb_build_object('loan_id', loan_id, 'amount_fen', amount_fen, 'payee_kind', 'insurer')
    from county_payment where id = ${ids.premium})`;
  const total = `(select amount_fen from county_payment where id = ${ids.premium})`;
  const instructed =
    order('county_payment', ids.premium, PAYER, total) + line('county_payment', ids.premium, whole);
  return [
    forgery(BESIDE, 'an advance of the county', posted(ids, { amount: 1, subject: 'county_payment' })),
    forgery(
      ...(['posting_leaves_by_order', 'the premium of the county from the fund'] as const),
      instructed + posted(ids, { amount: -1, subject: 'payment_line' }),
      BESIDE,
    ),
    forgery(
      ...(['posting_leaves_by_order', 'money booked as gone'] as const),
      posted(ids, { amount: -1, subject: 'risk_fund_movement' }),
    ),
    forgery(
      ...(['posting_fund_days', 'money that left before it came'] as const),
      posted(ids, { amount: -1, on: '2016-01-14', subject: 'payment_line' }),
      'risk_fund_never_negative',
    ),
  ];
};

export const forgedMoney = (ids: GuardedFund): Forgery[] => [...orders(ids), ...postings(ids)];
