import fc from 'fast-check';
import { addDays, type PlainDate } from '../../../src/kernel/date.ts';
import { fen, formatYuan } from '../../../src/kernel/money.ts';
import { answerFile } from '../../support/claim-world.ts';
import { mayDo, personOf, sees, whoDoes, type Act, type Name, type Who } from '../actors.ts';
import { measuresOf, POSTED_DAYS, type ClaimOrder, type FundClaim } from '../fund-model.ts';
import { bear, paysNow } from '../fund-rules.ts';
import { maturityOf } from '../maturity-model.ts';
import { outstanding, type Loan, type Model } from '../model.ts';
import { pick, reasons, type Move, type Step } from '../step.ts';
import { LAST_DAY } from '../terms.ts';
import { someone, which } from './arguments.ts';
import { deliverAll, goTo } from './days.ts';
import { recover } from './fund-recoveries.ts';

const yuan = (amount: bigint): string => formatYuan(fen(amount));

/** Money is paid in: entered by one person, confirmed by another. */
export function* payIn(model: Model, kind: 'injection' | 'interest', amount: bigint): Generator<Step> {
  const { fund } = model;
  let entered = '';
  yield {
    said: `examiner enters ${yuan(amount)} of ${kind} of the fund`,
    refusals: [],
    perform: (stage) =>
      stage.post('examiner', `/risk-funds/${fund.id}/movements`, {
        ...{ kind, source: kind === 'injection' ? 'county' : null, amount: yuan(amount) },
        ...{ on_date: model.today, document_no: `财预〔2016〕基${fund.paidIn.length + 1}号` },
      }),
    book: ({ body }) => void (entered = String(body['id'])),
  };
  yield {
    said: `approver confirms it`,
    refusals: [],
    perform: (stage) =>
      stage.post('approver', `/risk-fund-movements/${entered}/decisions`, { outcome: 'confirmed' }),
    book: () => void fund.paidIn.push({ kind, amount }),
  };
}

const isOpen = ({ state }: FundClaim): boolean => state !== 'returned' && state !== 'excluded';

/** What a fund covers and nobody claims yet. */
export const covered = (model: Model, loan: Loan): boolean =>
  loan.bank !== 'C' &&
  loan.state === 'disbursed' &&
  outstanding(loan) > 100n &&
  !model.fund.claims.some((claim) => claim.loan === loan && isOpen(claim));

export const receiptsWait = (model: Model, loan: { readonly id: string }): boolean =>
  model.receipts.some((receipt) => receipt.loan.id === loan.id && receipt.state === 'entered');

/** The bank claims a part of what is outstanding on a loan that is past its last day. */
function file(model: Model, loan: Loan & { signedOn: PlainDate }, percent: number): Step {
  const who = whoDoes(null, 'record a repayment', loan.bank);
  const owes = outstanding(loan);
  const loss = (owes * BigInt(percent)) / 100n;
  const measures = measuresOf(loan.signedOn);
  return {
    said: `${who} claims ${yuan(loss)} of loan ${loan.id} from the fund by ${measures.documentNo}`,
    refusals: reasons({ 'loan.receipts-waiting': receiptsWait(model, loan) }),
    perform: async (stage) => {
      const reply = await stage.post(who, '/risk-fund-claims', {
        ...{ loan_id: loan.id, principal: yuan(loss), interest: '0.00', documents: [] },
        loss_determined_on: model.today,
      });
      if (reply.status >= 300) return reply;
      // interest has a reference of its own; here it only bounds what the bank gets beside the loss
      const owed = await stage.ask(
        'select owed_interest_fen as value from risk_fund_claim where id = $1',
        String(reply.body['id']),
      );
      return { ...reply, body: { ...reply.body, owed } };
    },
    book: ({ body }) => {
      model.fund.claims.push({
        ...{ id: String(body['id']), loan, measures, facts: loan.facts, loss, shares: bear(measures, loss) },
        ...{ final: null, beside: owes + BigInt(String(body['owed'])) - loss, deciders: [personOf(who)] },
        ...{ filedOn: model.today, state: 'filed', notices: [], objections: [], orders: [] },
        ...{ arrivedOn: null, transfers: [], answers: [], writeOffs: [], recoveries: [], backs: new Map() },
      });
    },
  };
}

const WAY = {
  reviews: { act: 'review a claim', from: 'filed', to: 'reviewed' },
  examinations: { act: 'grant budget', from: 'reviewed', to: 'examined' },
  notices: { act: 'post a claim', from: 'examined', to: 'noticed' },
  approvals: { act: 'approve a claim', from: 'noticed', to: 'approved' },
  'payment-orders': { act: 'pay a claim', from: 'approved', to: 'instructed' },
} as const satisfies Record<string, { act: Act; from: FundClaim['state']; to: FundClaim['state'] }>;
type Way = keyof typeof WAY;
const WAYS = Object.keys(WAY) as Way[];

/** What speaks against a step besides its post. */
function refusalsOf(model: Model, claim: FundClaim, way: Way, who: Name): string[] {
  const decides = way !== 'notices';
  const sameDebt = way === 'reviews' || way === 'notices' || claim.facts === claim.loan.facts;
  const live = claim.notices.filter(({ state }) => state === 'posted' || state === 'suspended');
  return reasons({
    'risk-fund.wrong-state': claim.state !== WAY[way].from,
    'risk-fund.same-person': decides && claim.deciders.includes(personOf(who)),
    'risk-fund.debt-changed': !sameDebt,
    'notice.objections-open': way === 'approvals' && live.some(({ state }) => state === 'suspended'),
    'notice.running': way === 'approvals' && live.some(({ freeOn }) => model.today < freeOn),
    'loan.receipts-waiting': way === 'payment-orders' && receiptsWait(model, claim.loan),
  });
}

/** Puts a claim up for its whole period. */
export function post(claim: FundClaim, today: PlainDate): void {
  claim.notices.push({
    ...{ posting: claim.notices.length + 1, state: 'posted' },
    ...{ startsOn: addDays(today, 1), freeOn: addDays(today, POSTED_DAYS + 1) },
  });
}

const orderOf = (body: Readonly<Record<string, unknown>>): ClaimOrder => ({
  ...{ id: String(body['id']), no: String(body['order_no']), state: 'sent', correctedBy: null },
});

function advance(model: Model, claim: FundClaim, { way, who: asked }: { way: Way; who: Who }): Step {
  const { act, to } = WAY[way];
  const who = whoDoes(asked, act);
  return {
    said: `${who}: ${way} of claim ${claim.id} of the fund`,
    refusals: mayDo(who, act) ? refusalsOf(model, claim, way, who) : ['permission.missing'],
    perform: (stage) => stage.post(who, `/risk-fund-claims/${claim.id}/${way}`, {}),
    book: ({ body }) => {
      claim.state = to;
      if (way === 'notices') post(claim, model.today);
      else claim.deciders.push(personOf(who));
      if (way === 'approvals')
        for (const notice of claim.notices) if (notice.state === 'posted') notice.state = 'completed';
      if (way === 'payment-orders') claim.orders.push(orderOf(body));
    },
  };
}

/** The bank answers for the one line of an order. */
export function answerOrder(model: Model, claim: FundClaim, order: ClaimOrder, arrives: boolean): Step {
  const row = { no: 1, amount: yuan(paysNow(claim)), serial: `BC-${order.no}`, on: model.today };
  const outcome = arrives ? {} : ({ outcome: '失败', serial: '' } as const);
  return {
    said: `payer books that the compensation of claim ${claim.id} ${arrives ? 'arrived' : 'came back'}`,
    refusals: [],
    perform: (stage) =>
      stage.post(
        ...(['payer', `/payment-orders/${order.id}/receipts`] as const),
        answerFile(order.no, [{ ...row, ...outcome }]),
      ),
    book: () => {
      order.state = arrives ? 'paid' : 'returned';
      if (arrives) claim.arrivedOn = model.today;
    },
  };
}

/** From a loan past its last day to the money of the fund, as the offices take it. */
export function* compensate(model: Model, loan: Loan, percent: number): Generator<Step> {
  const { signedOn } = loan;
  if (signedOn === null) return;
  const known = model.fund.claims.length;
  yield file(model, Object.assign(loan, { signedOn }), percent);
  const claim = model.fund.claims[known];
  if (!claim) return;
  for (const way of WAYS) {
    const posted = claim.notices.at(-1);
    if (way === 'approvals' && posted) yield* goTo(model, posted.freeOn);
    yield advance(model, claim, { way, who: null });
  }
  const order = claim.orders.at(-1);
  if (order?.state === 'sent') yield answerOrder(model, claim, order, true);
  yield* deliverAll(model);
}

const payInMove: Move<{ amount: number; interest: boolean }> = {
  name: 'fund money',
  weight: 2,
  args: fc.record({ amount: fc.integer({ min: 1, max: 9_999_99 }), interest: fc.boolean() }),
  steps: function* (model, { amount, interest }) {
    yield* payIn(model, interest ? 'interest' : 'injection', BigInt(amount));
  },
};

/** The day on which a loan can be claimed, when the play still goes on then. */
export function* goPastTerm(model: Model, loan: Loan): Generator<Step> {
  const matures = maturityOf(loan);
  if (matures === null) return;
  const due = addDays(matures, 15);
  if (addDays(due, POSTED_DAYS + 2) <= LAST_DAY) yield* goTo(model, due);
  yield* deliverAll(model);
}

function isPast(model: Model, loan: Loan): boolean {
  const matures = maturityOf(loan);
  return matures !== null && model.today >= matures && addDays(model.today, POSTED_DAYS + 2) <= LAST_DAY;
}

const compensateMove: Move<{ loan: number; percent: number; back: readonly number[] }> = {
  name: 'fund compensates a bad loan',
  weight: 12,
  args: fc.record({
    loan: which,
    percent: fc.constantFrom(100, 100, 67, 33),
    back: fc.array(fc.integer({ min: 1, max: 130 }), { maxLength: 3 }),
  }),
  steps: function* (model, { loan: number, percent, back }) {
    const loan = pick(
      model.loans.filter((one) => covered(model, one)),
      number,
    );
    if (!loan) return;
    yield* goPastTerm(model, loan);
    if (!covered(model, loan) || !isPast(model, loan)) return;
    const known = model.fund.claims.length;
    yield* compensate(model, loan, percent);
    const claim = model.fund.claims[known];
    if (claim?.state !== 'paid') return;
    for (const share of back) yield* recover(model, claim, (claim.loss * BigInt(share)) / 100n, true);
  },
};

const fileMove: Move<{ loan: number; percent: number; steps: number }> = {
  name: 'fund claim filed',
  weight: 6,
  args: fc.record({ loan: which, percent: fc.constantFrom(100, 50), steps: fc.nat({ max: 4 }) }),
  steps: function* (model, { loan: number, percent, steps }) {
    const loan = pick(
      model.loans.filter((one) => covered(model, one)),
      number,
    );
    if (!loan) return;
    yield* goPastTerm(model, loan);
    if (!covered(model, loan) || !isPast(model, loan) || loan.signedOn === null) return;
    const known = model.fund.claims.length;
    yield file(model, Object.assign(loan, { signedOn: loan.signedOn }), percent);
    const claim = model.fund.claims[known];
    if (claim) for (const way of WAYS.slice(0, steps)) yield advance(model, claim, { way, who: null });
  },
};

const stepMove: Move<{ claim: number; way: Way; who: Who }> = {
  name: 'fund claim step',
  weight: 4,
  args: fc.record({ claim: which, way: fc.constantFrom(...WAYS), who: someone }),
  steps: function* (model, { claim: number, way, who }) {
    const claim = pick(model.fund.claims, number);
    if (claim && sees(whoDoes(who, WAY[way].act), claim.loan.bank)) yield advance(model, claim, { way, who });
  },
};

export const fundMoves = [payInMove, compensateMove, fileMove, stepMove] as const;
