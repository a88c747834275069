import fc from 'fast-check';
import { addDays } from '../../../src/kernel/date.ts';
import { formatYuan } from '../../../src/kernel/money.ts';
import { mayDo, personOf, sees, whoDoes, type Who } from '../actors.ts';
import { dueMoves } from '../days-off.ts';
import { balanceOn } from '../draw-lines.ts';
import { maturityOf } from '../maturity-model.ts';
import { total, type Loan, type Model } from '../model.ts';
import { pick, reasons, type Move, type Step } from '../step.ts';
import { TERMS } from '../terms.ts';
import { someone, which } from './arguments.ts';
import { confirm } from './repayments.ts';

/** Rounding day by day and slice by slice may differ by so much; the model stays clear of it. */
const CLEAR = 2_00n;

/** What arose of penalty until a day: half as much again as the contract's rate on what is overdue. */
function arisen(model: Model, loan: Loan): bigint {
  const matures = maturityOf(loan);
  if (matures === null || loan.disbursedOn === null) return 0n;
  const moves = dueMoves(loan);
  let fenDays = 0n;
  for (let day = loan.disbursedOn; day < model.today; day = addDays(day, 1)) {
    const due = moves.filter(({ on }) => on <= day).at(-1)?.maturesOn ?? matures;
    if (day >= due) fenDays += balanceOn(loan, day);
  }
  const basis = TERMS[loan.bank].accrual.dayCount === 'act_365' ? 365n : 360n;
  return (fenDays * BigInt(loan.percent) * 3n) / (2n * 1_000_000n * basis);
}

/** What can surely still be paid, and what is surely too much. */
function room(model: Model, loan: Loan): { readonly least: bigint; readonly most: bigint } {
  const paid = total(
    model.receipts
      .filter((one) => one.loan === loan && (one.state === 'entered' || one.state === 'confirmed'))
      .map(({ penalty }) => penalty),
  );
  const left = arisen(model, loan) - paid;
  return { least: left - CLEAR, most: (left > 0n ? left : 0n) + CLEAR };
}

interface Asked {
  readonly who: Who;
  readonly penalty: bigint;
  readonly above: boolean;
}

function enter(model: Model, loan: Loan, { who: asked, penalty, above }: Asked): Step {
  const who = whoDoes(asked, 'record a repayment', loan.bank);
  const serial = `S${String(model.receipts.length + 1).padStart(6, '0')}`;
  const refusals = (): string[] => {
    if (!mayDo(who, 'record a repayment')) return ['permission.missing'];
    if (!sees(who, loan.bank)) return ['loan.not-found'];
    return reasons({ 'loan.penalty-above-owed': above });
  };
  return {
    said: `${who} enters for loan ${loan.id} ${formatYuan(penalty)} of penalty under ${serial}`,
    refusals: refusals(),
    perform: (stage) =>
      stage.post(who, `/loans/${loan.id}/penalty-payments`, {
        ...{ on_date: model.today, penalty: formatYuan(penalty), compound: '0.00', bank_serial: serial },
      }),
    book: ({ body }) =>
      void model.receipts.push({
        ...{ id: String(body['id']), loan, on: model.today, principal: 0n, interest: 0n, penalty, serial },
        ...{ enteredBy: personOf(who), state: 'entered', knownOn: null, booked: [] },
      }),
  };
}

const payMove: Move<{ who: Who; loan: number; share: number; above: boolean; waits: boolean }> = {
  name: 'pay penalty',
  weight: 6,
  args: fc.record({
    ...{ who: someone, loan: which, share: fc.integer({ min: 1, max: 100 }), waits: fc.boolean() },
    above: fc.integer({ min: 0, max: 4 }).map((drawn) => drawn === 0),
  }),
  steps: function* (model, { who, loan: number, share, above, waits }) {
    const overdue = model.loans.filter(
      (one) => one.state === 'disbursed' && one.disbursedOn !== null && room(model, one).least > 0n,
    );
    const lent = model.loans.filter((one) => one.state === 'disbursed');
    const loan = pick(above ? lent : overdue, number);
    if (!loan) return;
    const { least, most } = room(model, loan);
    const part = (least * BigInt(share)) / 100n;
    const penalty = above ? most + 1n : part > 0n ? part : 1n;
    const known = model.receipts.length;
    yield enter(model, loan, { who, penalty, above });
    const receipt = model.receipts[known];
    if (receipt && !waits) yield confirm(model, [receipt], { who: null, off: 0n });
  },
};

export const penaltyMoves = [payMove] as const;
