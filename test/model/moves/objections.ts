import fc from 'fast-check';
import { mayDo, NAMES, personOf, type Name, whoDoes, type Who } from '../actors.ts';
import { refit } from '../adjust-rules.ts';
import { postStopped } from '../claim-rules.ts';
import { liveNotices, type Batch, type Loan, type Model, type Notice, type Objection } from '../model.ts';
import { pick, reasons, type Move, type Step } from '../step.ts';
import { someone, which } from './arguments.ts';

function refusalsOf(model: Model, notice: Notice, loan: Loan): string[] {
  const { state, startsOn, freeOn, batch } = notice;
  const up = state === 'posted' || state === 'suspended';
  return reasons({
    'notice.not-posted': !up || (state === 'posted' && model.today >= freeOn),
    'notice.not-begun': model.today < startsOn,
    'notice.objection-open': model.objections.some(
      (known) => known.notice === notice && known.loan === loan && known.state === 'open',
    ),
    'subsidy.line-not-found': ![...batch.lines, ...batch.adjustments].some((line) => line.loan === loan),
  });
}

function object(model: Model, notice: Notice, about: { loan: Loan; who: Who }): Step {
  const { loan } = about;
  const who = whoDoes(about.who, 'object');
  const { batch, level, posting, round } = notice;
  return {
    said: `${who} records an objection to loan ${loan.id} on the ${level} notice ${posting} of batch ${batch.id}`,
    refusals: mayDo(who, 'object') ? refusalsOf(model, notice, loan) : ['permission.missing'],
    perform: async (stage) => {
      const id = await stage.ask(
        `select id as value from notice where subject_id = $1 and round = $2 and level = $3 and posting = $4`,
        ...[batch.id, round, level, posting],
      );
      return stage.post(who, `/notices/${id}/objections`, {
        ...{ loan_id: loan.id, reason: '贷款未用于养殖', objector_kind: 'named' },
      });
    },
    book: ({ body }) => {
      model.objections.push({ id: String(body['id']), notice, loan, raisedBy: personOf(who), state: 'open' });
      for (const live of liveNotices(model, batch))
        if (live.startsOn >= notice.startsOn && live.state === 'posted') live.state = 'suspended';
    },
  };
}

interface Decision {
  readonly who: Who;
  readonly outcome: 'upheld' | 'dismissed';
}

/** Somebody other than the person who recorded it. */
const decider = (objection: Objection): Name =>
  NAMES.find((name) => mayDo(name, 'decide an objection') && personOf(name) !== objection.raisedBy)!;

export function decide(model: Model, objection: Objection, { who: asked, outcome }: Decision): Step {
  const who = asked === null ? decider(objection) : whoDoes(asked, 'decide an objection');
  const { batch } = objection.notice;
  return {
    said: `${who} decides objection ${objection.id} as ${outcome}`,
    refusals: mayDo(who, 'decide an objection')
      ? reasons({
          'notice.objection-decided': objection.state !== 'open',
          'notice.same-person': objection.raisedBy === personOf(who),
        })
      : ['permission.missing'],
    perform: (stage) =>
      stage.post(who, `/objections/${objection.id}/decisions`, { outcome, reason: '经乡镇核查' }),
    book: () => {
      objection.state = outcome;
      if (outcome === 'upheld') exclude(batch, objection.loan);
      if (batch.state === 'noticed') postStopped(model, batch);
    },
  };
}

function exclude(batch: Batch, loan: Loan): void {
  for (const line of batch.lines)
    if (line.loan === loan && line.subsidy > 0n)
      Object.assign(line, { subsidy: 0n, offset: 0n, objected: true });
  for (const entry of batch.adjustments)
    if (entry.loan === loan && entry.amount > 0n) Object.assign(entry, { offset: 0n, objected: true });
  refit(batch, loan.household);
}

const objectMove: Move<{ who: Who; notice: number; loan: number }> = {
  name: 'object',
  weight: 5,
  args: fc.record({ who: someone, notice: which, loan: which }),
  steps: function* (model, { who, notice: number, loan: at }) {
    const begun = model.notices.filter(
      (notice) => notice.startsOn <= model.today && model.today < notice.freeOn,
    );
    const notice = pick(number < 10 && begun.length > 0 ? begun : model.notices, number);
    const items = notice ? [...notice.batch.lines, ...notice.batch.adjustments] : [];
    const listed = [...new Set(items.map((line) => line.loan))];
    const loan = pick(at < 10 && listed.length > 0 ? listed : model.loans, at);
    if (notice && loan) yield object(model, notice, { loan, who });
  },
};

const decideMove: Move<Decision & { objection: number }> = {
  name: 'decide',
  weight: 4,
  args: fc.record({
    who: someone,
    outcome: fc.constantFrom('upheld' as const, 'dismissed' as const),
    objection: which,
  }),
  steps: function* (model, { objection: number, ...decision }) {
    const open = model.objections.filter(({ state }) => state === 'open');
    const objection = pick(number < 10 && open.length > 0 ? open : model.objections, number);
    if (objection) yield decide(model, objection, decision);
  },
};

export const objectionMoves = [objectMove, decideMove] as const;
