import fc from 'fast-check';
import { addDays, addMonths, type PlainDate } from '../../../src/kernel/date.ts';
import { bankOf, mayDo, personOf, sees, whoDoes, type Who } from '../actors.ts';
import { isCalled, lastExtendedOn, latestOf, maturityOf, type DueChange } from '../maturity-model.ts';
import { happen, type Loan, type Model } from '../model.ts';
import { pick, reasons, type Move, type Step } from '../step.ts';
import { dayOf, daysAgo, someone, which } from './arguments.ts';
import { receiptsWait } from './fund.ts';

interface Asked {
  readonly kind: DueChange['kind'];
  readonly on: PlainDate;
  readonly maturesOn: PlainDate;
  readonly proposedOn: PlainDate;
}

/** One extension a loan, before its last day, longer than it was, within three years. */
function extensionRefusals(model: Model, loan: Loan & { disbursedOn: PlainDate }, asked: Asked): string[] {
  const matures = maturityOf(loan) ?? loan.disbursedOn;
  const last = lastExtendedOn(loan);
  const used = model.due.changes.some(
    (one) => one.loan === loan && one.kind === 'extension' && one.state === 'confirmed',
  );
  return reasons({
    'loan.extension-used': used,
    'loan.extension-after-maturity': asked.on >= matures || asked.proposedOn >= matures,
    'loan.extension-out-of-order': last !== null && asked.on < last,
    'loan.extension-not-later': asked.maturesOn <= matures,
    'loan.extension-over-term': asked.maturesOn > latestOf(loan.disbursedOn),
  });
}

/** Within its term, and not before it was last given more time. */
function callRefusals(model: Model, loan: Loan & { disbursedOn: PlainDate }, asked: Asked): string[] {
  const matures = maturityOf(loan) ?? loan.disbursedOn;
  const last = lastExtendedOn(loan);
  return reasons({
    'loan.call-out-of-term': asked.on <= loan.disbursedOn || asked.on >= matures || isCalled(loan),
    'loan.call-before-extension': last !== null && asked.on < last,
    'loan.receipts-waiting': receiptsWait(model, loan),
  });
}

function refusalsOf(model: Model, loan: Loan, asked: Asked): string[] {
  const { disbursedOn } = loan;
  if (loan.state !== 'disbursed' || disbursedOn === null) return ['loan.wrong-state'];
  const day = reasons({
    'loan.future-date': asked.on > model.today,
    'loan.before-disbursement': asked.on < disbursedOn,
  });
  const lent = Object.assign(loan, { disbursedOn });
  const own = asked.kind === 'extension' ? extensionRefusals : callRefusals;
  return [...day, ...own(model, lent, asked)];
}

const waits = (model: Model, loan: Loan, kind: DueChange['kind']): boolean =>
  model.due.changes.some((one) => one.loan === loan && one.kind === kind && one.state === 'proposed');

/** The notice by which a loan is called due, signed for, with the scan of its receipt. */
function serve(model: Model, loan: Loan, on: PlainDate): Step {
  const who = whoDoes(null, 'record a repayment', loan.bank);
  const no = model.due.served;
  return {
    said: `${who} has a notice served for loan ${loan.id} on ${on}`,
    refusals: [],
    perform: async (stage) => {
      const reply = await stage.post(who, `/loans/${loan.id}/dunnings`, {
        ...{ kind: 'notice_signed', dunned_on: on, proof: `提前到期通知书${no}，户主签收` },
      });
      if (reply.status >= 300) return reply;
      const id = String(reply.body['id']);
      const kept = await stage.post(who, `/loans/${loan.id}/dunnings/${id}/proofs`, `%PDF-1.7 回执 ${no}`);
      return kept.status >= 300 ? kept : reply;
    },
    book: () => void (model.due.served += 1),
  };
}

function propose(model: Model, loan: Loan, asked: Asked & { readonly who: Who }): Step {
  const { kind, on, maturesOn } = asked;
  const who = whoDoes(asked.who, 'propose a change', loan.bank);
  const refusals = (): string[] => {
    if (!mayDo(who, 'propose a change')) return ['permission.missing'];
    if (bankOf(who) === null) return ['loan.change-not-yours'];
    if (!sees(who, loan.bank)) return ['loan.not-found'];
    return [
      ...refusalsOf(model, loan, asked),
      ...reasons({ 'loan.change-waiting': waits(model, loan, kind) }),
    ];
  };
  return {
    said: `${who} proposes ${kind} of loan ${loan.id} from ${on}, due ${maturesOn}`,
    refusals: refusals(),
    perform: async (stage) => {
      const body = { kind, on_date: on, reason: '多期欠息，催收无果' };
      if (kind === 'extension')
        return stage.post(who, `/loans/${loan.id}/changes`, { ...body, matures_on: maturesOn });
      const notice = await stage.ask(
        'select max(id) as value from loan_dunning where loan_id = $1 and dunned_on = $2',
        ...[loan.id, on],
      );
      return stage.post(who, `/loans/${loan.id}/changes`, {
        ...{ ...body, called_for: 'contract', document_no: '借款合同第十二条', notice_id: notice },
      });
    },
    book: ({ body }) =>
      void model.due.changes.push({
        ...{ id: String(body['id']), loan, kind, on, maturesOn, was: maturityOf(loan) ?? on },
        ...{ proposedBy: personOf(who), proposedOn: model.today, state: 'proposed' },
      }),
  };
}

function confirm(model: Model, change: DueChange, asked: Who): Step {
  const { id, loan, kind, on, maturesOn } = change;
  const who = whoDoes(asked, 'confirm a change', loan.bank);
  const refusals = (): string[] => {
    if (!mayDo(who, 'confirm a change')) return ['permission.missing'];
    if (!sees(who, loan.bank)) return ['loan.change-not-found'];
    if (bankOf(who) === null) return ['loan.change-not-yours'];
    if (change.state !== 'proposed') return ['loan.change-decided'];
    if (change.proposedBy === personOf(who)) return ['loan.change-same-person'];
    return [
      ...refusalsOf(model, loan, change),
      ...reasons({ 'loan.change-outdated': maturityOf(loan) !== change.was }),
    ];
  };
  return {
    said: `${who} confirms ${kind} ${id} of loan ${loan.id}`,
    refusals: refusals(),
    perform: (stage) => stage.post(who, `/loan-changes/${id}/confirmations`),
    book: () => {
      happen(loan, {
        ...{ kind: kind === 'extension' ? 'extended' : 'called_due', on, amount: 0n, byRegister: false },
        maturesOn,
      });
      loan.facts += 1;
      change.state = 'confirmed';
    },
  };
}

/** The loan is called due on a day by two persons of the bank. */
export function* callDue(model: Model, loan: Loan, on: PlainDate): Generator<Step> {
  const asked = { kind: 'acceleration', on, maturesOn: on, proposedOn: model.today, who: null } as const;
  if (loan.state === 'disbursed' && on <= model.today && on >= (loan.disbursedOn ?? on))
    yield serve(model, loan, on);
  else return;
  const known = model.due.changes.length;
  yield propose(model, loan, asked);
  const change = model.due.changes[known];
  if (change) yield confirm(model, change, null);
}

/** Mostly what is lent. */
const lentOf = (model: Model, number: number): Loan | undefined => {
  const lent = model.loans.filter(({ state }) => state === 'disbursed');
  return pick(number < 10 && lent.length > 0 ? lent : model.loans, number);
};

const extendMove: Move<{ who: Who; loan: number; ago: number; months: number; confirmed: boolean }> = {
  name: 'extend a loan',
  weight: 5,
  args: fc.record({
    ...{ who: someone, loan: which, ago: daysAgo, months: fc.constantFrom(3, 6, 12, 24, 0) },
    confirmed: fc.boolean(),
  }),
  steps: function* (model, { who, loan: number, ago, months, confirmed }) {
    const loan = lentOf(model, number);
    if (!loan) return;
    const on = dayOf(model, ago);
    const maturesOn = addMonths(maturityOf(loan) ?? model.today, months);
    const known = model.due.changes.length;
    yield propose(model, loan, { kind: 'extension', on, maturesOn, proposedOn: model.today, who });
    const change = model.due.changes[known];
    if (change && confirmed) yield confirm(model, change, null);
  },
};

const callMove: Move<{ loan: number; ago: number }> = {
  name: 'call a loan due',
  weight: 5,
  args: fc.record({ loan: which, ago: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 60 })) }),
  steps: function* (model, { loan: number, ago }) {
    const loan = lentOf(model, number);
    if (loan) yield* callDue(model, loan, addDays(model.today, -ago));
  },
};

const confirmMove: Move<{ who: Who; change: number }> = {
  name: 'confirm a due day',
  weight: 3,
  args: fc.record({ who: someone, change: which }),
  steps: function* (model, { who, change: number }) {
    const change = pick([...model.due.changes].reverse(), number);
    if (change) yield confirm(model, change, who);
  },
};

export const dueDayMoves = [extendMove, callMove, confirmMove] as const;
