import { COUNTIES } from '../../src/cli/demo/cast.ts';
import type { Ask, Likely, Recipe } from './likely.ts';

/** What comes after a compensation, and what a county pays beside the fund. */
const QINAN = COUNTIES.qinan.code;
const HUINING = COUNTIES.huining.code;

type Post = 'county_office' | 'finance_reviewer' | 'finance_approver' | 'finance_payer';

/** Something that a query finds, at the hands of a post of its county. */
const on =
  (post: Post, query: string, body?: (ask: Ask, found: Record<string, string>) => unknown): Recipe =>
  async (ask): Promise<Likely | null> => {
    const found = await ask.one<Record<string, string>>(query);
    if (!found) return null;
    const actor = ask.inCounty(post, found['county_code'] ?? QINAN);
    if (post === 'finance_payer') await (await ask.house.play.desk(actor)).confirm();
    return { actor, params: { id: found['id'] ?? '' }, ...(body ? { json: body(ask, found) } : {}) };
  };

const CONFIRMED = () => ({ outcome: 'confirmed' });
const waiting = (table: string): string =>
  `select id::text, county_code from ${table} where state = 'entered'`;
const voucher = (ask: Ask) => ({
  ...{ on_date: ask.today, document_no: `财金模〔2016〕${ask.serial}号` },
});

const FUND = `select f.id::text, f.county_code from risk_fund f where f.county_code =`;
const PAID = `select c.id::text, c.county_code, c.bank_id::text from risk_fund_claim c where c.state = 'paid'`;

export const COUNTY_RECIPES: Readonly<Record<string, Recipe>> = {
  enterLossReport: on('finance_reviewer', `${FUND} '${QINAN}'`, (ask) => ({
    ...{ party: 'insurer', on_date: ask.today, premium: '1000000.00', claims: '10.00' },
    document_no: `赔付率表模${ask.serial}号`,
  })),
  decideLossReport: on('finance_approver', waiting('risk_fund_loss_report'), CONFIRMED),
  listLossReports: on('county_office', `${FUND} '${QINAN}'`),
  enterPayerAnswer: on(
    'finance_reviewer',
    `select t.id::text, t.county_code, (t.amount_fen - s.recovered_fen)::text as owed from risk_fund_transfer t
     join risk_fund_claim_share s on s.claim_id = t.claim_id and s.parent is null and s.party = t.from_party
     where t.state = 'waiting' and t.due_on <= business_day() and t.amount_fen > s.recovered_fen
       and not exists (select from risk_fund_answer a where a.transfer_id = t.id and a.state <> 'rejected')`,
    (ask, found) => ({
      ...{ outcome: 'paid', amount: yuanOf(found['owed'] ?? '0'), answered_on: ask.today },
      ...{ document_no: `赔款模${ask.serial}号`, bank_serial: `BX-FZ-${ask.serial}` },
    }),
  ),
  decidePayerAnswer: on('finance_approver', waiting('risk_fund_answer'), CONFIRMED),
  enterBackPayment: on(
    'finance_reviewer',
    `select o.claim_id::text as id, c.county_code, o.party, o.to_party from risk_fund_claim_back_open o
     join risk_fund_claim c on c.id = o.claim_id where o.open_fen > (select coalesce(sum(p.amount_fen), 0)
       from risk_fund_back_payment p where (p.claim_id, p.party, p.to_party, p.state)
         = (o.claim_id, o.party, o.to_party, 'entered'))`,
    (ask, found) => ({
      ...{ party: found['party'], to_party: found['to_party'], amount: '0.01', received_on: ask.today },
      ...{ document_no: `退款模${ask.serial}号`, bank_serial: `TK-FZ-${ask.serial}` },
    }),
  ),
  decideBackPayment: on('finance_approver', waiting('risk_fund_back_payment'), CONFIRMED),
  reverseBackPayment: on(
    'finance_reviewer',
    `select id::text, county_code from risk_fund_back_payment p where state = 'confirmed' and not exists (select from countersign c
       where c.kind = 'back_payment_reversal' and c.subject_id = p.id and c.state = 'entered')`,
    () => ({ document_no: '冲正单2016-2', reason: '金额录入有误' }),
  ),
  enterFundYear: on('finance_reviewer', `${FUND} '${HUINING}'`, (ask) => ({
    ...{ bank_id: ask.bankId('huining-rcb'), year: 2015, loss: '0.00' },
    document_no: `年度清算模${ask.serial}号`,
  })),
  decideFundYear: on('finance_payer', waiting('risk_fund_year'), CONFIRMED),
  instructFundYearAgain: on(
    'finance_payer',
    `select l.subject_ref as id, l.county_code, case l.subject_kind when 'risk_fund_year' then 'compensation' else 'surplus' end
       as part from payment_line l where l.subject_kind in ('risk_fund_year', 'risk_fund_surplus') and l.state = 'corrected'
     and not exists (select from payment_line r where r.replaces_id = l.id)`,
    (_ask, found) => ({ part: found['part'] }),
  ),
  instructFundReturn: on(
    'finance_payer',
    `select m.id::text, m.county_code from risk_fund_movement m where m.kind = 'returned' and m.state = 'confirmed'
     and not exists (select from payment_line l where l.subject_kind = 'risk_fund_returned' and l.subject_ref = m.id::text)`,
  ),
  instructCountyPayment: on(
    'finance_payer',
    `select p.id::text, p.county_code from county_payment p where p.kind <> 'advance_repaid' and p.state = 'confirmed'
     and not exists (select from payment_line l where l.subject_kind = 'county_payment' and l.subject_ref = p.id::text)`,
  ),
  listFundYears: on('county_office', `${FUND} '${HUINING}'`),
  proposeWriteOff: async (ask) => {
    const claim = await ask.one<{ id: string; bank_id: string }>(`${PAID} and c.settled_on is not null
      and not exists (select from risk_fund_write_off w where w.claim_id = c.id and w.state <> 'refused')`);
    const json = { document_no: `核销模${ask.serial}号`, reason: '借款人下落不明' };
    return claim && { actor: ask.officerOf(claim.bank_id), params: { id: claim.id }, json };
  },
  decideWriteOff: on(
    'county_office',
    `select id::text, county_code from risk_fund_write_off where state = 'proposed'`,
    CONFIRMED,
  ),
  enterPremiumSubsidy: on(
    'finance_reviewer',
    `select l.id::text, l.county_code from loan l join risk_fund_bank b on b.bank_id = l.bank_id
     where l.county_code = '${QINAN}' and l.state = 'disbursed'`,
    (ask) => ({
      ...{ insurer: '人保财险', policy_no: `PDAA-FZ-${ask.serial}`, premium: '300.01' },
      ...{ payee_account: '27006208210000888801', payee_bank: '国家金库某县支库' },
      ...voucher(ask),
    }),
  ),
  enterCountyAdvance: on(
    'finance_reviewer',
    `select c.id::text, c.county_code from risk_fund_claim c where c.state in ('noticed', 'approved', 'instructed', 'paid')
     and not exists (select from county_payment p where p.claim_id = c.id and p.state <> 'rejected')`,
    (ask) => ({ kind: 'advance', amount: '1.00', ...voucher(ask) }),
  ),
  decideCountyPayment: on('finance_approver', waiting('county_payment'), CONFIRMED),
  listCountyPayments: on('county_office', `${FUND} '${QINAN}'`),
  listLoanCovers: on('county_office', `select id::text, county_code from loan where state = 'disbursed'`),
  listClaimFiles: on('county_office', `select loan_id::text as id, county_code from risk_fund_file`),
  proposeReliefOrder: async (ask) => {
    // the day on which the fewest loans fall due, and no claim stands that would hold an undoing up
    const found = await ask.one<{ due: string; next: string }>(
      `select l.matures_on::text as due, (l.matures_on + 1)::text as next from loan l where l.county_code = '${QINAN}' and l.programme_code = 'P1'
         and l.state = 'disbursed' and l.matures_on > $1 group by l.matures_on
       having bool_and(not exists (select from risk_fund_claim c where c.loan_id = l.id and c.state not in ('returned', 'excluded'))
         and not exists (select from loan_receipt r where r.loan_id = l.id and r.state = 'entered'))
       order by count(*), l.matures_on limit 1`,
      ask.today,
    );
    return (
      found && {
        actor: ask.inCounty('county_office', QINAN),
        json: {
          ...{ county_code: QINAN, programme_code: 'P1', document_no: `延期模${ask.serial}号` },
          ...{
            reason: '受灾统一延期',
            due_from: found.due,
            due_to: found.next,
            months_at_most: 1,
            subsidised: true,
          },
        },
      }
    );
  },
  confirmReliefOrder: ofColleague(),
  refuseReliefOrder: ofColleague({ reason: '依据不足，不予延期' }),
  proposeReliefUndoing: on(
    'county_office',
    `select id::text, county_code from relief_order where state = 'confirmed' and loans_moved > 0`,
    () => ({ reason: '区间写错，撤销重提' }),
  ),
  confirmReliefUndoing: ofColleague(undefined, 'relief_undoing'),
  refuseReliefUndoing: ofColleague({ reason: '区间无误，不撤销' }, 'relief_undoing'),
};

/** Who decides on what the county office proposed: a second person of the same office, hired by the tour. */
export const COLLEAGUE = 'fupin.er';

function ofColleague(json?: unknown, table = 'relief_order'): Recipe {
  return async (ask) => {
    const order = await ask.one<{ id: string }>(
      `select r.id::text from ${table} r where r.state = 'proposed' and r.county_code = '${QINAN}'
       and r.proposed_by <> (select person_id from account where username = '${COLLEAGUE}')`,
    );
    return order && { actor: COLLEAGUE, params: { id: order.id }, json };
  };
}

const yuanOf = (fen: string): string => {
  const digits = fen.padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
};
