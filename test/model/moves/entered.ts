import fc from 'fast-check';
import { bankOf, mayDo, personOf, whoDoes, type Act, type Who } from '../actors.ts';
import type { Entered, Model } from '../model.ts';
import { pick, type Move, type Step } from '../step.ts';
import { rarely, someone, which } from './arguments.ts';

export const waitsFor = (model: Model, key: string): boolean =>
  model.entered.some((work) => work.key === key && work.state === 'entered');

export const confirmEntered = (model: Model, work: Entered, asked: Who): Step =>
  decide(model, work, asked, true);

/** Who confirms what, where it is not the finance bureau's approver. */
const CONFIRMS: Partial<Record<Entered['what'], Act>> = {
  agreement_return: 'confirm principal back',
};

function decide(model: Model, work: Entered, asked: Who, confirmed: boolean): Step {
  const act = CONFIRMS[work.what] ?? 'confirm what was entered';
  const who = whoDoes(asked, act, work.bank ?? undefined);
  const refusals = (): string[] => {
    if (!mayDo(who, 'sit at the second desk')) return ['permission.missing'];
    // a bank sees what waits for it, and nothing else
    if (bankOf(who) !== null && bankOf(who) !== work.bank) return ['countersign.not-found'];
    if (!mayDo(who, act)) return ['permission.missing'];
    if (work.state !== 'entered') return ['countersign.decided'];
    if (work.by === personOf(who)) return ['countersign.same-person'];
    return confirmed ? work.refusals() : [];
  };
  return {
    said: `${who} ${confirmed ? 'confirms' : 'refuses'} ${work.what} ${work.id}`,
    refusals: refusals(),
    perform: (stage) =>
      stage.post(
        who,
        `/countersigns/${work.id}/${confirmed ? 'confirmations' : 'refusals'}`,
        confirmed ? {} : { reason: '录入有误，退回' },
      ),
    book: () => {
      work.state = confirmed ? 'confirmed' : 'refused';
      if (confirmed) work.book();
    },
  };
}

/** The second person looks at anything that was entered, decided or not. */
export const decideEnteredMove: Move<{ who: Who; work: number; refused: boolean }> = {
  name: 'decide what was entered',
  weight: 3,
  args: fc.record({ who: someone, work: which, refused: rarely }),
  steps: function* (model, { who, work: number, refused }) {
    const work = pick([...model.entered].reverse(), number);
    if (work) yield decide(model, work, who, !refused);
  },
};
