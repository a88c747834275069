import fc from 'fast-check';
import { formatYuan } from '../../../src/kernel/money.ts';
import { bankOf, mayDo, personOf, sees, whoDoes, type Who } from '../actors.ts';
import { takeBack, type Loan, type Model, type Receipt, type Reversal } from '../model.ts';
import { OPEN } from '../register-rules.ts';
import { pick, reasons, type Move, type Step } from '../step.ts';
import { someone, which } from './arguments.ts';

/** What counts under the number of a receipt; a number is free again once its receipt was reversed. */
const standing = (model: Model, { loan, serial }: Receipt): Receipt | undefined =>
  model.receipts.find((one) => one.loan === loan && one.serial === serial && one.state === 'confirmed');

/** A loan repaid by what is reversed opens again, and a household has one open loan. */
function opensBeside(model: Model, { loan, principal }: Receipt): boolean {
  const others = model.loans.filter((other) => other.household === loan.household && other !== loan);
  return loan.state === 'closed' && principal > 0n && others.some(({ state }) => OPEN.includes(state));
}

/** A fund has paid for what the loan owed when this was known. */
const wasCompensated = (model: Model, { loan, knownOn }: Receipt): boolean =>
  model.fund.claims.some(
    (claim) =>
      claim.loan === loan &&
      (claim.state === 'instructed' || claim.state === 'paid') &&
      knownOn !== null &&
      claim.filedOn >= knownOn,
  );

function refusalsOf(model: Model, receipt: Receipt): string[] {
  const found = standing(model, receipt);
  if (!found) return ['loan.reversal-no-payment'];
  if (found.on !== receipt.on) return ['loan.reversal-other-day'];
  return reasons({
    'loan.reversal-beside-loan': opensBeside(model, found),
    'loan.reversal-compensated': wasCompensated(model, found),
  });
}

const waits = (model: Model, loan: Loan): boolean =>
  model.reversals.some((one) => one.receipt.loan === loan && one.state === 'proposed');

function propose(model: Model, receipt: Receipt, asked: Who): Step {
  const { loan, on, serial } = receipt;
  const who = whoDoes(asked, 'propose a change', loan.bank);
  const refusals = (): string[] => {
    if (!mayDo(who, 'propose a change')) return ['permission.missing'];
    if (bankOf(who) === null) return ['loan.change-not-yours'];
    if (!sees(who, loan.bank)) return ['loan.not-found'];
    return [...refusalsOf(model, receipt), ...reasons({ 'loan.change-waiting': waits(model, loan) })];
  };
  return {
    said: `${who} proposes to reverse what loan ${loan.id} paid on ${on} under ${serial}`,
    refusals: refusals(),
    perform: (stage) =>
      stage.post(who, `/loans/${loan.id}/changes`, {
        ...{
          kind: 'reversal',
          reverses: receipt.penalty > 0n ? 'penalty_payment' : 'repayment',
          bank_serial: serial,
          on_date: on,
        },
        reason: '记错账户，冲正',
      }),
    book: ({ body }) => {
      const found = standing(model, receipt);
      if (!found) throw new Error(`nothing stands under ${serial}`);
      const id = String(body['id']);
      model.reversals.push({ id, receipt: found, proposedBy: personOf(who), state: 'proposed' });
    },
  };
}

function confirm(model: Model, reversal: Reversal, asked: Who): Step {
  const { id, receipt } = reversal;
  const { loan, principal, interest, penalty } = receipt;
  const who = whoDoes(asked, 'confirm a change', loan.bank);
  const refusals = (): string[] => {
    if (!mayDo(who, 'confirm a change')) return ['permission.missing'];
    if (!sees(who, loan.bank)) return ['loan.change-not-found'];
    if (bankOf(who) === null) return ['loan.change-not-yours'];
    if (reversal.state !== 'proposed') return ['loan.change-decided'];
    if (reversal.proposedBy === personOf(who)) return ['loan.change-same-person'];
    return refusalsOf(model, receipt);
  };
  return {
    said: `${who} confirms reversal ${id} of ${formatYuan(principal + interest + penalty)}`,
    refusals: refusals(),
    perform: (stage) => stage.post(who, `/loan-changes/${id}/confirmations`),
    book: () => {
      takeBack(receipt);
      reversal.state = 'confirmed';
    },
  };
}

const proposeMove: Move<{ who: Who; receipt: number; confirmed: boolean }> = {
  name: 'reverse a repayment',
  weight: 5,
  args: fc.record({ who: someone, receipt: which, confirmed: fc.boolean() }),
  steps: function* (model, { who, receipt: number, confirmed }) {
    // mostly what counts; now and then what was never confirmed or is reversed already
    const counts = model.receipts.filter(({ state }) => state === 'confirmed');
    const among = number < 10 && counts.length > 0 ? counts : model.receipts;
    const receipt = pick([...among].reverse(), number);
    if (!receipt) return;
    const known = model.reversals.length;
    yield propose(model, receipt, who);
    const reversal = model.reversals[known];
    if (confirmed && reversal) yield confirm(model, reversal, null);
  },
};

const confirmMove: Move<{ who: Who; reversal: number }> = {
  name: 'confirm a reversal',
  weight: 3,
  args: fc.record({ who: someone, reversal: which }),
  steps: function* (model, { who, reversal: number }) {
    const reversal = pick([...model.reversals].reverse(), number);
    if (reversal) yield confirm(model, reversal, who);
  },
};

export const reversalMoves = [proposeMove, confirmMove] as const;
