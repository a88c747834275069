import fc from 'fast-check';
import { mayDo, NAMES, personOf, whoDoes, type Act, type Name, type Who } from '../actors.ts';
import type { ClaimObjection, FundClaim } from '../fund-model.ts';
import type { Model } from '../model.ts';
import { pick, reasons, type Move, type Step } from '../step.ts';
import { someone, which } from './arguments.ts';
import { goTo } from './days.ts';
import { answerOrder, post } from './fund.ts';

const liveOf = ({ notices }: FundClaim) =>
  notices.filter(({ state }) => state === 'posted' || state === 'suspended');

function takeDown(claim: FundClaim): void {
  for (const notice of liveOf(claim)) notice.state = 'superseded';
}

/** Somebody objects to a posted claim: its period stops. */
function object(model: Model, claim: FundClaim): Step {
  const [notice] = liveOf(claim);
  const { state, startsOn, freeOn } = notice ?? {};
  return {
    said: `colleague records an objection to claim ${claim.id} of the fund`,
    refusals: reasons({
      'risk-fund.wrong-state': claim.state !== 'noticed',
      'notice.not-begun': startsOn !== undefined && model.today < startsOn,
      'notice.not-posted': state === 'posted' && freeOn !== undefined && model.today >= freeOn,
      'notice.objection-open': claim.objections.some((one) => one.state === 'open'),
    }),
    perform: (stage) =>
      stage.post('colleague', `/risk-fund-claims/${claim.id}/objections`, {
        ...{ reason: '借款人有财产可供执行', objector_kind: 'named' },
      }),
    book: ({ body }) => {
      claim.objections.push({
        ...{ id: String(body['id']), claim, raisedBy: personOf('colleague'), state: 'open' },
      });
      for (const live of liveOf(claim)) live.state = 'suspended';
    },
  };
}

interface Decision {
  readonly who: Who;
  readonly outcome: 'upheld' | 'dismissed';
}

const decider = (objection: ClaimObjection): Name =>
  NAMES.find((name) => mayDo(name, 'decide an objection') && personOf(name) !== objection.raisedBy)!;

/** Upheld, the claim is not compensated; dismissed, it is posted again for the whole period. */
function decide(model: Model, objection: ClaimObjection, { who: asked, outcome }: Decision): Step {
  const { claim } = objection;
  const who = asked === null ? decider(objection) : whoDoes(asked, 'decide an objection');
  return {
    said: `${who} decides objection ${objection.id} to claim ${claim.id} of the fund as ${outcome}`,
    refusals: mayDo(who, 'decide an objection')
      ? reasons({
          'risk-fund.wrong-state': claim.state !== 'noticed',
          'notice.objection-decided': objection.state !== 'open',
          'notice.same-person': objection.raisedBy === personOf(who),
        })
      : ['permission.missing'],
    perform: (stage) =>
      stage.post(who, `/risk-fund-objections/${objection.id}/decisions`, { outcome, reason: '经乡镇核查' }),
    book: () => {
      objection.state = outcome;
      takeDown(claim);
      if (outcome === 'upheld') claim.state = 'excluded';
      else post(claim, model.today);
    },
  };
}

const ENDS = {
  returns: { to: 'returned', from: ['filed', 'reviewed', 'examined', 'noticed', 'approved'] },
  exclusions: { to: 'excluded', from: ['filed', 'reviewed', 'examined', 'noticed'] },
} as const;
const ENDERS = ['office', 'colleague', 'examiner', 'approver', 'payer', 'clerk'] as const;

/** An office sends a claim back to the bank, or refuses it by a reason of the measures. */
function end(claim: FundClaim, how: keyof typeof ENDS, who: (typeof ENDERS)[number]): Step {
  const { to, from } = ENDS[how];
  const may = who !== 'payer' && who !== 'clerk';
  return {
    said: `${who} has claim ${claim.id} of the fund ${to}`,
    refusals: may
      ? reasons({
          'risk-fund.wrong-state': !(from as readonly string[]).includes(claim.state),
          'risk-fund.same-person': claim.deciders.includes(personOf(who)),
        })
      : ['permission.missing'],
    perform: (stage) =>
      stage.post(who, `/risk-fund-claims/${claim.id}/${how}`, {
        ...{ remark: '资料不全', ...(how === 'exclusions' ? { exclusion: 'no_survey' } : {}) },
      }),
    book: () => {
      claim.deciders.push(personOf(who));
      takeDown(claim);
      claim.state = to;
    },
  };
}

const objectMove: Move<{ claim: number; begun: boolean; decision: Decision | null }> = {
  name: 'fund claim objected to',
  weight: 6,
  args: fc.record({
    ...{ claim: which, begun: fc.integer({ min: 0, max: 4 }).map((drawn) => drawn > 0) },
    decision: fc.option(
      fc.record({
        who: fc.constant(null),
        outcome: fc.constantFrom('upheld' as const, 'dismissed' as const),
      }),
    ),
  }),
  steps: function* (model, { claim: number, begun, decision }) {
    const posted = model.fund.claims.filter(({ state }) => state === 'noticed');
    const claim = pick(number < 10 && posted.length > 0 ? posted : model.fund.claims, number);
    if (!claim) return;
    const [notice] = liveOf(claim);
    if (begun && notice) yield* goTo(model, notice.startsOn);
    const known = claim.objections.length;
    yield object(model, claim);
    const objection = claim.objections[known];
    if (objection && decision) yield decide(model, objection, decision);
  },
};

const decideMove: Move<Decision & { objection: number }> = {
  name: 'fund objection decided',
  weight: 4,
  args: fc.record({
    ...{ who: someone, objection: which },
    outcome: fc.constantFrom('upheld' as const, 'dismissed' as const),
  }),
  steps: function* (model, { objection: number, ...decision }) {
    const all = model.fund.claims.flatMap((claim) => claim.objections);
    const open = all.filter(({ state }) => state === 'open');
    const objection = pick(number < 10 && open.length > 0 ? open : all, number);
    if (objection) yield decide(model, objection, decision);
  },
};

const endMove: Move<{ claim: number; how: keyof typeof ENDS; who: (typeof ENDERS)[number] }> = {
  name: 'fund claim ended',
  weight: 3,
  args: fc.record({
    ...{ claim: which, how: fc.constantFrom('returns' as const, 'exclusions' as const) },
    who: fc.constantFrom(...ENDERS),
  }),
  steps: function* (model, { claim: number, how, who }) {
    const open = model.fund.claims.filter(({ state }) =>
      (ENDS.returns.from as readonly string[]).includes(state),
    );
    const claim = pick(number < 10 && open.length > 0 ? open : model.fund.claims, number);
    if (claim) yield end(claim, how, who);
  },
};

/** The compensation comes back, is corrected by the bank and paid again. */
const comesBackMove: Move<{ claim: number; corrected: boolean; again: boolean }> = {
  name: 'fund payment comes back',
  weight: 4,
  args: fc.record({ claim: which, corrected: fc.boolean(), again: fc.boolean() }),
  steps: function* (model, { claim: number, corrected, again }) {
    const claim = pick(
      model.fund.claims.filter(({ state }) => state === 'instructed'),
      number,
    );
    const order = claim?.orders.at(-1);
    if (!claim || !order) return;
    if (order.state === 'sent') yield answerOrder(model, claim, order, !(corrected || again));
    if (order.state === 'returned' && corrected) yield correct(claim);
    if (again) yield instructAgain(claim);
  },
};

function correct(claim: FundClaim): Step {
  const order = claim.orders.at(-1)!;
  const who = whoDoes(null, 'correct a payment', claim.loan.bank);
  return {
    said: `${who} corrects the compensation of claim ${claim.id}`,
    refusals: [],
    perform: async (stage) => {
      const id = await stage.ask('select id as value from payment_line where order_id = $1', order.id);
      return stage.post(who, `/payment-lines/${id}/corrections`, {
        ...{ payee_bank_name: '某县农村信用联社', remark: '开户行已核对' },
      });
    },
    book: () => Object.assign(order, { state: 'corrected', correctedBy: personOf(who) }),
  };
}

function instructAgain(claim: FundClaim): Step {
  const act: Act = 'pay a claim';
  const who = whoDoes(null, act);
  return {
    said: `${who} instructs the compensation of claim ${claim.id} again`,
    refusals: reasons({ 'risk-fund.nothing-corrected': claim.orders.at(-1)?.state !== 'corrected' }),
    perform: (stage) => stage.post(who, `/risk-fund-claims/${claim.id}/repayment-orders`, {}),
    book: ({ body }) =>
      void claim.orders.push({
        ...{ id: String(body['id']), no: String(body['order_no']), state: 'sent', correctedBy: null },
      }),
  };
}

export const fundRefusalMoves = [objectMove, decideMove, endMove, comesBackMove] as const;
