import fc from 'fast-check';
import { fen, formatYuan } from '../../../src/kernel/money.ts';
import { whoDoes } from '../actors.ts';
import type { Answer, FundClaim, Transfer, WriteOff } from '../fund-model.ts';
import { closeTransfer, lacksOf, owedOf, settlePayers } from '../fund-rules.ts';
import { outstanding, total, type Loan, type Model } from '../model.ts';
import { pick, reasons, type Move, type Step } from '../step.ts';
import { rarely, which } from './arguments.ts';
import { goTo } from './days.ts';
import { receiptsWait } from './fund.ts';

const yuan = (amount: bigint): string => formatYuan(fen(amount));

interface Answering {
  readonly paid: boolean;
  /** Fen beside what is owed. */
  readonly off: bigint;
}

const known = (claim: FundClaim, transfer: Transfer): boolean =>
  transfer.state !== 'waiting' ||
  claim.answers.some((answer) => answer.transfer === transfer && answer.state === 'entered');

/** Finance enters what a payer answered, by its document. */
function enter(model: Model, claim: FundClaim, transfer: Transfer, { paid, off }: Answering): Step {
  const owed = owedOf(claim, transfer);
  const amount = paid ? owed + off : null;
  const no = claim.answers.length;
  return {
    said: `examiner enters that ${transfer.from} ${paid ? `paid ${yuan(owed + off)}` : 'refused'} on claim ${claim.id}`,
    refusals: reasons({
      'risk-fund.wrong-state': claim.state !== 'paid',
      'risk-fund.answered': known(claim, transfer),
      'risk-fund.still-waiting': model.today < transfer.dueOn,
      'risk-fund.bank-owes': transfer.from === 'bank' && !paid,
      'risk-fund.owed-otherwise': paid && off !== 0n,
    }),
    perform: async (stage) => {
      const id = await stage.ask(
        'select id as value from risk_fund_transfer where claim_id = $1 and from_party = $2',
        ...[claim.id, transfer.from],
      );
      return stage.post('examiner', `/risk-fund-transfers/${id}/answers`, {
        ...{ outcome: paid ? 'paid' : 'refused', answered_on: model.today, document_no: '赔付函2016-1' },
        ...(amount === null
          ? { reason: '不属于保险责任' }
          : { amount: yuan(amount), bank_serial: `PF${claim.id}-${transfer.from}-${no}` }),
      });
    },
    book: ({ body }) =>
      void claim.answers.push({
        ...{ id: String(body['id']), claim, transfer, amount, by: 8, state: 'entered' },
      }),
  };
}

function decide(model: Model, answer: Answer, confirmed: boolean): Step {
  const { claim, transfer, amount } = answer;
  return {
    said: `approver ${confirmed ? 'confirms' : 'rejects'} answer ${answer.id}`,
    refusals: reasons({
      'risk-fund.already-decided':
        answer.state !== 'entered' || (confirmed && amount === null && transfer.state !== 'waiting'),
      'risk-fund.owed-changed':
        answer.state === 'entered' && confirmed && amount !== null && amount !== owedOf(claim, transfer),
    }),
    perform: (stage) =>
      stage.post('approver', `/risk-fund-answers/${answer.id}/decisions`, {
        outcome: confirmed ? 'confirmed' : 'rejected',
      }),
    book: () => {
      answer.state = confirmed ? 'confirmed' : 'rejected';
      if (!confirmed) return;
      closeTransfer(claim, transfer, amount === null ? 'refused' : 'paid');
      settlePayers(claim, model.today);
    },
  };
}

const owing = (model: Model): { claim: FundClaim; transfer: Transfer }[] =>
  model.fund.claims.flatMap((claim) => claim.transfers.map((transfer) => ({ claim, transfer })));

const answerMove: Move<{ transfer: number; paid: boolean; waits: boolean; off: boolean; late: boolean }> = {
  name: 'fund payer answers',
  weight: 9,
  args: fc.record({
    ...{ transfer: which, paid: fc.integer({ min: 0, max: 2 }).map((drawn) => drawn > 0) },
    ...{ waits: rarely, off: rarely, late: fc.boolean() },
  }),
  steps: function* (model, { transfer: number, paid, waits, off, late }) {
    const all = owing(model);
    const open = all.filter(({ transfer }) => transfer.state === 'waiting');
    const found = pick(number < 10 && open.length > 0 ? open : all, number);
    if (!found) return;
    const { claim, transfer } = found;
    if (late) yield* goTo(model, transfer.dueOn);
    const before = claim.answers.length;
    if (paid && owedOf(claim, transfer) === 0n) return;
    yield enter(model, claim, transfer, { paid: paid || transfer.from === 'bank', off: off ? 1n : 0n });
    const answer = claim.answers[before];
    if (answer && !waits) yield decide(model, answer, true);
  },
};

const decideMove: Move<{ answer: number; confirmed: boolean }> = {
  name: 'fund answer decided',
  weight: 3,
  args: fc.record({ answer: which, confirmed: fc.boolean() }),
  steps: function* (model, { answer: number, confirmed }) {
    const answers = model.fund.claims.flatMap((claim) => claim.answers);
    const waiting = answers.filter(({ state }) => state === 'entered');
    const answer = pick(waiting.length > 0 ? waiting : answers, number);
    if (answer) yield decide(model, answer, confirmed);
  },
};

interface Lost {
  readonly outstanding: bigint;
  readonly fundLacks: bigint;
  readonly othersLack: bigint;
}

function lostOf(claim: FundClaim): Lost {
  const [fundLacks = 0n, ...others] = lacksOf(claim);
  return { outstanding: outstanding(claim.loan as Loan), fundLacks, othersLack: total(others) };
}

/** The bank proposes to write off what is still lacked of a compensated claim. */
function propose(model: Model, claim: FundClaim): Step {
  const who = whoDoes(null, 'record a repayment', claim.loan.bank);
  const lost = lostOf(claim);
  const nothing = lost.outstanding === 0n || lost.fundLacks + lost.othersLack === 0n;
  return {
    said: `${who} proposes to write off what is lacked of claim ${claim.id}`,
    refusals: reasons({
      'risk-fund.wrong-state': claim.state !== 'paid',
      'risk-fund.not-settled': claim.measures.waterfall && claim.final === null,
      'risk-fund.nothing-to-write-off': nothing,
      'risk-fund.written-off': claim.writeOffs.some(({ state }) => state !== 'refused'),
      'loan.receipts-waiting': receiptsWait(model, claim.loan),
    }),
    perform: (stage) =>
      stage.post(who, `/risk-fund-claims/${claim.id}/write-offs`, {
        ...{ document_no: '核销申请2016-1', reason: '借款人无可供执行财产' },
      }),
    book: ({ body }) => void claim.writeOffs.push({ id: String(body['id']), ...lost, state: 'proposed' }),
  };
}

function decideWriteOff(model: Model, claim: FundClaim, writeOff: WriteOff, confirmed: boolean): Step {
  const now = lostOf(claim);
  const stale =
    claim.state === 'paid' &&
    (now.outstanding !== writeOff.outstanding ||
      now.fundLacks !== writeOff.fundLacks ||
      now.othersLack !== writeOff.othersLack);
  const waits = writeOff.state === 'proposed';
  return {
    said: `office ${confirmed ? 'confirms' : 'refuses'} write-off ${writeOff.id}`,
    refusals: reasons({
      'risk-fund.already-decided': !waits,
      'risk-fund.write-off-stale':
        waits && confirmed && (stale || (claim.measures.waterfall && claim.final === null)),
      'loan.receipts-waiting': waits && confirmed && receiptsWait(model, claim.loan),
    }),
    perform: (stage) =>
      stage.post('office', `/risk-fund-write-offs/${writeOff.id}/decisions`, {
        ...(confirmed ? { outcome: 'confirmed' } : { outcome: 'refused', refusal: '尚有财产可供执行' }),
      }),
    book: () => void (writeOff.state = confirmed ? 'confirmed' : 'refused'),
  };
}

const writeOffMove: Move<{ claim: number; confirmed: boolean; waits: boolean }> = {
  name: 'fund claim written off',
  weight: 6,
  args: fc.record({
    ...{ claim: which, waits: fc.boolean() },
    confirmed: fc.integer({ min: 0, max: 4 }).map((drawn) => drawn > 0),
  }),
  steps: function* (model, { claim: number, confirmed, waits }) {
    const paid = model.fund.claims.filter(({ state }) => state === 'paid');
    const claim = pick(number < 10 && paid.length > 0 ? paid : model.fund.claims, number);
    if (!claim) return;
    const open = claim.writeOffs.find(({ state }) => state === 'proposed');
    if (open) return yield decideWriteOff(model, claim, open, confirmed);
    const before = claim.writeOffs.length;
    yield propose(model, claim);
    const writeOff = claim.writeOffs[before];
    if (writeOff && !waits) yield decideWriteOff(model, claim, writeOff, confirmed);
  },
};

export const fundPayerMoves = [answerMove, decideMove, writeOffMove] as const;
