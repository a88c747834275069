import fc from 'fast-check';
import { fen, formatYuan } from '../../../src/kernel/money.ts';
import { personOf, whoDoes } from '../actors.ts';
import type { FundClaim, FundRecovery } from '../fund-model.ts';
import { isLast, isSettled, isWrittenOff, shareOut, takeRecoveryBack } from '../fund-rules.ts';
import type { Model } from '../model.ts';
import { pick, reasons, type Move, type Step } from '../step.ts';
import { which } from './arguments.ts';
import { confirmEntered, waitsFor } from './entered.ts';

const yuan = (amount: bigint): string => formatYuan(fen(amount));

/** Who refused bears nothing more, and whose its part becomes is not known yet. */
const refusedPartOpen = ({ measures, final, transfers }: FundClaim): boolean =>
  measures.waterfall && final === null && transfers.some(({ state }) => state === 'refused');

/** The bank enters what came back; finance confirms or rejects it. */
export function* recover(model: Model, claim: FundClaim, gross: bigint, confirmed: boolean): Generator<Step> {
  const who = whoDoes(null, 'record a repayment', claim.loan.bank);
  const cost = gross / 20n;
  const known = claim.recoveries.length;
  const serial = `ZH${claim.id}-${known}000`;
  yield {
    said: `${who} enters ${yuan(gross)} that came back on claim ${claim.id}`,
    refusals: claim.state === 'paid' ? [] : ['risk-fund.wrong-state'],
    perform: (stage) =>
      stage.post(who, `/risk-fund-claims/${claim.id}/recoveries`, {
        ...{ received_on: model.today, gross: yuan(gross), cost: yuan(cost), bank_serial: serial },
      }),
    book: ({ body }) =>
      void claim.recoveries.push({
        ...{ id: String(body['id']), claim, net: gross - cost, by: personOf(who), state: 'entered' },
        ...{ parts: [], beyond: 0n, rest: 0n, held: new Map(), setOff: new Map(), confirmedNo: 0 },
      }),
  };
  const recovery = claim.recoveries[known];
  if (recovery) yield decide(model, recovery, confirmed);
}

function decide(model: Model, recovery: FundRecovery, confirmed: boolean): Step {
  const { claim } = recovery;
  return {
    said: `approver ${confirmed ? 'confirms' : 'rejects'} recovery ${recovery.id}`,
    refusals: reasons({
      'risk-fund.already-decided': recovery.state !== 'entered',
      'risk-fund.refused-part-open': confirmed && refusedPartOpen(claim),
    }),
    perform: (stage) =>
      stage.post('approver', `/risk-fund-recoveries/${recovery.id}/decisions`, {
        outcome: confirmed ? 'confirmed' : 'rejected',
      }),
    book: () => {
      if (confirmed) shareOut(model.fund, recovery, model.today);
      else recovery.state = 'rejected';
    },
  };
}

/** 冲正: one person enters that a recovery was wrong, another confirms it; the last one first. */
function* takeBackRecovery(model: Model, recovery: FundRecovery): Generator<Step> {
  const key = `recovery ${recovery.id}`;
  const entering = (): string[] =>
    recovery.state === 'confirmed'
      ? reasons({ 'risk-fund.recovery-not-last': !isLast(recovery) })
      : ['risk-fund.recovery-not-confirmed'];
  const confirming = (): string[] => [
    ...entering(),
    ...reasons({
      'risk-fund.recovery-settled': isSettled(recovery),
      'risk-fund.recovery-written-off': isWrittenOff(recovery),
    }),
  ];
  const known = model.entered.length;
  yield {
    said: `examiner enters the reversal of recovery ${recovery.id}`,
    refusals: [...entering(), ...reasons({ 'countersign.waiting': waitsFor(model, key) })],
    perform: (stage) =>
      stage.post('examiner', `/risk-fund-recoveries/${recovery.id}/reversals`, {
        ...{ document_no: '冲正单2016-1', reason: '金额录入有误' },
      }),
    book: ({ body }) =>
      void model.entered.push({
        ...{ id: String(body['id']), what: 'recovery_reversal', bank: null, key, by: personOf('examiner') },
        ...{ state: 'entered', refusals: confirming, book: () => takeRecoveryBack(recovery) },
      }),
  };
  const work = model.entered[known];
  if (work) yield confirmEntered(model, work, null);
}

const compensated = (model: Model): FundClaim[] => model.fund.claims.filter(({ state }) => state === 'paid');

const recoverMove: Move<{ claim: number; share: number; confirmed: boolean }> = {
  name: 'fund recovers',
  weight: 8,
  args: fc.record({
    ...{ claim: which, share: fc.integer({ min: 1, max: 160 }) },
    confirmed: fc.integer({ min: 0, max: 5 }).map((drawn) => drawn > 0),
  }),
  steps: function* (model, { claim: number, share, confirmed }) {
    const claim = pick(
      number < 10 && compensated(model).length > 0 ? compensated(model) : model.fund.claims,
      number,
    );
    if (claim) yield* recover(model, claim, (claim.loss * BigInt(share)) / 100n, confirmed);
  },
};

const decideMove: Move<{ recovery: number; confirmed: boolean }> = {
  name: 'fund recovery decided',
  weight: 3,
  args: fc.record({ recovery: which, confirmed: fc.boolean() }),
  steps: function* (model, { recovery: number, confirmed }) {
    const all = model.fund.claims.flatMap((claim) => claim.recoveries);
    const waiting = all.filter(({ state }) => state === 'entered');
    const recovery = pick(waiting.length > 0 ? waiting : all, number);
    if (recovery) yield decide(model, recovery, confirmed);
  },
};

const takeBackMove: Move<number> = {
  name: 'fund recovery reversed',
  weight: 8,
  args: which,
  steps: function* (model, number) {
    const recoveries = model.fund.claims.flatMap((claim) => claim.recoveries);
    const recovery = pick(
      [...recoveries].sort((a, b) => b.confirmedNo - a.confirmedNo),
      number,
    );
    if (recovery) yield* takeBackRecovery(model, recovery);
  },
};

export const fundRecoveryMoves = [recoverMove, decideMove, takeBackMove] as const;
