import fc from 'fast-check';
import { addDays, daysBetween, type PlainDate } from '../../../src/kernel/date.ts';
import { bankOf, mayDo, NAMES, personOf, sees, whoDoes, type Name, type Who } from '../actors.ts';
import { isEntitled } from '../draw-lines.ts';
import { happen, type Change, type Loan, type Model } from '../model.ts';
import { pick, reasons, type Move, type Step } from '../step.ts';
import { dayOf, daysAgo, someone, which } from './arguments.ts';

interface Asked {
  readonly who: Who;
  readonly loan: number;
  readonly turn: Change['turn'];
  readonly ago: number;
}

/** What speaks against taking or giving the entitlement on a day, when it is proposed and again later. */
const refusalsOf = (model: Model, loan: Loan, turn: Change['turn'], on: PlainDate) => ({
  'loan.wrong-state': loan.disbursedOn === null || (loan.closedOn !== null && on >= loan.closedOn),
  'loan.future-date': on > model.today,
  'loan.before-disbursement': loan.disbursedOn !== null && on < loan.disbursedOn,
  'loan.eligibility-unchanged': isEntitled(loan, on).entitled === (turn === 'restored'),
});

function propose(model: Model, loan: Loan, asked: Asked): Step {
  const who = whoDoes(asked.who, 'propose a change', loan.bank);
  const { turn } = asked;
  const on = dayOf(model, asked.ago);
  const waits = model.changes.some((known) => known.loan === loan && known.state === 'proposed');
  const refusals = (): string[] => {
    if (!mayDo(who, 'propose a change')) return ['permission.missing'];
    if (!sees(who, loan.bank)) return ['loan.not-found'];
    return reasons({ ...refusalsOf(model, loan, turn, on), 'loan.change-waiting': waits });
  };
  return {
    said: `${who} proposes the entitlement of loan ${loan.id} as ${turn} from ${on}`,
    refusals: refusals(),
    perform: (stage) =>
      stage.post(who, `/loans/${loan.id}/changes`, {
        ...{ kind: 'entitlement', entitlement: turn, on_date: on, reason: '信访反映核查' },
      }),
    book: ({ body }) =>
      void model.changes.push({
        ...{ id: String(body['id']), loan, turn, on, proposedBy: personOf(who), state: 'proposed' },
      }),
  };
}

/** A second person of the county office. */
const decider = ({ proposedBy }: Change): Name =>
  NAMES.find(
    (name) => mayDo(name, 'confirm a change') && bankOf(name) === null && personOf(name) !== proposedBy,
  )!;

function confirm(model: Model, change: Change, asked: Who): Step {
  const who = asked === null ? decider(change) : whoDoes(asked, 'confirm a change', change.loan.bank);
  const { loan, turn, on } = change;
  const refusals = (): string[] => {
    if (!mayDo(who, 'confirm a change')) return ['permission.missing'];
    if (!sees(who, loan.bank)) return ['loan.change-not-found'];
    if (bankOf(who) !== null) return ['loan.change-not-yours'];
    if (change.state !== 'proposed') return ['loan.change-decided'];
    if (change.proposedBy === personOf(who)) return ['loan.change-same-person'];
    return reasons(refusalsOf(model, loan, turn, on));
  };
  return {
    said: `${who} confirms change ${change.id}`,
    refusals: refusals(),
    perform: (stage) => stage.post(who, `/loan-changes/${change.id}/confirmations`),
    book: () => {
      const kind = turn === 'lost' ? 'eligibility_lost' : 'eligibility_restored';
      happen(loan, { kind, on, amount: 0n, byRegister: false });
      loan.facts += 1;
      change.state = 'confirmed';
    },
  };
}

/** Takes the entitlement so many days after the loan was lent, by the two who usually do. */
export function* strike(model: Model, loan: Loan, day: number): Generator<Step> {
  if (loan.disbursedOn === null) return;
  const ago = daysBetween(addDays(loan.disbursedOn, day), model.today);
  if (ago < 0) return;
  const known = model.changes.length;
  yield propose(model, loan, { who: 1, loan: 0, turn: 'lost', ago });
  const change = model.changes[known];
  if (change) yield confirm(model, change, null);
}

const proposeMove: Move<Asked & { confirmed: boolean }> = {
  name: 'entitlement',
  weight: 5,
  args: fc.record({
    who: someone,
    loan: which,
    turn: fc.constantFrom('lost' as const, 'restored' as const),
    ago: daysAgo,
    confirmed: fc.boolean(),
  }),
  steps: function* (model, { confirmed, ...asked }) {
    const loan = pick(model.loans, asked.loan);
    if (!loan) return;
    const known = model.changes.length;
    yield propose(model, loan, asked);
    const change = model.changes[known];
    if (confirmed && change) yield confirm(model, change, null);
  },
};

const confirmMove: Move<{ who: Who; change: number }> = {
  name: 'confirm entitlement',
  weight: 2,
  args: fc.record({ who: someone, change: which }),
  steps: function* (model, { who, change: number }) {
    const change = pick([...model.changes].reverse(), number);
    if (change) yield confirm(model, change, who);
  },
};

export const entitlementMoves = [proposeMove, confirmMove] as const;
