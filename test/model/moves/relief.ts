import fc from 'fast-check';
import { addDays, minDate, maxDate } from '../../../src/kernel/date.ts';
import { personOf, type Name } from '../actors.ts';
import { isCalled, maturityOf, relievedTo, type Relief } from '../maturity-model.ts';
import { happen, type Loan, type Model } from '../model.ts';
import { COUNTY } from '../places.ts';
import { pick, reasons, type Move, type Step } from '../step.ts';
import { which } from './arguments.ts';

type Span = Pick<Relief, 'from' | 'to' | 'months' | 'notAfter' | 'subsidised'>;
const OFFICIALS = ['office', 'colleague'] as const satisfies readonly Name[];

/** A fund has compensated it or is paying: it stays as it is. */
const isCompensated = (model: Model, loan: Loan): boolean =>
  model.fund.claims.some(
    (claim) => claim.loan === loan && (claim.state === 'instructed' || claim.state === 'paid'),
  );

function propose(model: Model, span: Span, by: (typeof OFFICIALS)[number]): Step {
  const { from, to, months, notAfter, subsidised } = span;
  return {
    said: `${by} proposes to move what falls due from ${from} to ${to} by ${months} months, not after ${notAfter ?? 'any day'}, ${subsidised ? '' : 'not '}subsidised`,
    refusals: reasons({
      'loan.relief-empty': to <= from,
      'loan.relief-moves-nothing': notAfter !== null && notAfter <= from,
    }),
    perform: (stage) =>
      stage.post(by, '/relief-orders', {
        ...{ county_code: COUNTY, programme_code: 'P1', due_from: from, due_to: to, subsidised },
        ...{ document_no: `县扶办〔2016〕延${model.due.reliefs.length + 1}号`, reason: '受灾农户延期还款' },
        ...{ months_at_most: months, not_after: notAfter },
      }),
    book: ({ body }) =>
      void model.due.reliefs.push({
        ...{ id: String(body['id']), ...span, proposedBy: personOf(by), state: 'proposed' },
        ...{ moved: null, compensated: null },
      }),
  };
}

/** Each due day of the span moves, but for what was called due or compensated. */
function apply(model: Model, relief: Relief): void {
  Object.assign(relief, { state: 'confirmed', moved: 0, compensated: 0 });
  for (const loan of model.loans) {
    const matures = maturityOf(loan);
    if (loan.state !== 'disbursed' || loan.disbursedOn === null || matures === null || isCalled(loan))
      continue;
    if (matures < relief.from || matures >= relief.to) continue;
    if (isCompensated(model, loan)) {
      relief.compensated = (relief.compensated ?? 0) + 1;
      continue;
    }
    const maturesOn = relievedTo(matures, relief);
    if (maturesOn === matures) continue;
    relief.moved = (relief.moved ?? 0) + 1;
    happen(loan, {
      ...{ kind: 'extended', on: maxDate(minDate(matures, model.today), loan.disbursedOn), amount: 0n },
      ...{ byRegister: false, maturesOn, relief: relief.subsidised ? 'subsidised' : 'unsubsidised' },
    });
    loan.facts += 1;
  }
}

function decide(model: Model, relief: Relief, by: (typeof OFFICIALS)[number], confirmed: boolean): Step {
  return {
    said: `${by} ${confirmed ? 'confirms' : 'refuses'} relief order ${relief.id}`,
    refusals: reasons({
      'loan.relief-decided': relief.state !== 'proposed',
      'loan.relief-same-person': relief.proposedBy === personOf(by),
    }),
    perform: (stage) =>
      stage.post(
        ...([by, `/relief-orders/${relief.id}/${confirmed ? 'confirmations' : 'refusals'}`] as const),
        confirmed ? {} : { reason: '区间有误' },
      ),
    book: () => {
      if (confirmed) apply(model, relief);
      else relief.state = 'refused';
    },
  };
}

const orderMove: Move<{
  at: number;
  days: number;
  months: number;
  bound: boolean;
  subsidised: boolean;
  now: boolean;
}> = {
  name: 'order relief',
  weight: 5,
  args: fc.record({
    ...{ at: which, days: fc.integer({ min: 0, max: 300 }), months: fc.integer({ min: 1, max: 9 }) },
    ...{ bound: fc.boolean(), subsidised: fc.boolean(), now: fc.boolean() },
  }),
  steps: function* (model, { at, days, months, bound, subsidised, now }) {
    const dues = model.loans.flatMap((loan) => maturityOf(loan) ?? []);
    const due = pick(dues, at);
    if (!due) return;
    // the day itself, or some days before
    const from = addDays(due, -(days % 40));
    const span = { from, to: addDays(from, days), months, subsidised };
    const known = model.due.reliefs.length;
    yield propose(model, { ...span, notAfter: bound ? addDays(from, 100) : null }, 'office');
    const relief = model.due.reliefs[known];
    if (relief && now) yield decide(model, relief, 'colleague', true);
  },
};

const decideMove: Move<{ relief: number; by: (typeof OFFICIALS)[number]; confirmed: boolean }> = {
  name: 'decide relief',
  weight: 3,
  args: fc.record({ relief: which, by: fc.constantFrom(...OFFICIALS), confirmed: fc.boolean() }),
  steps: function* (model, { relief: number, by, confirmed }) {
    const relief = pick([...model.due.reliefs].reverse(), number);
    if (relief) yield decide(model, relief, by, confirmed);
  },
};

export const reliefMoves = [orderMove, decideMove] as const;
