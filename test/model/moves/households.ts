import fc from 'fast-check';
import { mayDo, personOf, whoDoes, type Who } from '../actors.ts';
import type { Household, Model, Status } from '../model.ts';
import { pick, reasons, type Move, type Step } from '../step.ts';
import { dayOf, daysAgo, someone, which } from './arguments.ts';

const STATUSES = [
  ...[
    'struck_off',
    'moved_away',
    'relapsed',
    'registered_poor',
    'exited_with_policy',
    'exited_without_policy',
  ],
  'monitored',
] as const;

interface Entry {
  readonly who: Who;
  readonly household: number;
  readonly status: string;
  readonly ago: number;
}

function record(model: Model, household: Household, entry: Entry): Step {
  const who = whoDoes(entry.who, 'record a status');
  const { status } = entry;
  const on = dayOf(model, entry.ago);
  return {
    said: `${who} enters household ${household.no} as ${status} from ${on}`,
    refusals: mayDo(who, 'record a status')
      ? reasons({
          'household.future-date': on > model.today,
          'household.status-twice': household.statuses.some(
            (known) => known.status === status && known.on === on,
          ),
        })
      : ['permission.missing'],
    perform: (stage) => stage.post(who, `/households/${household.id}/statuses`, { status, effective_on: on }),
    book: ({ body }) => {
      household.statuses.push({
        id: String(body['id']),
        status,
        on,
        enteredBy: personOf(who),
        accepted: null,
      });
    },
  };
}

function review(household: Household, status: Status, given: { who: Who; accepted: boolean }): Step {
  const who = whoDoes(given.who, 'review a status');
  const { accepted } = given;
  return {
    said: `${who} ${accepted ? 'accepts' : 'rejects'} that household ${household.no} is ${status.status} from ${status.on}`,
    refusals: mayDo(who, 'review a status')
      ? reasons({
          'household.review-by-other-person': status.enteredBy === personOf(who),
          'household.status-reviewed': status.accepted !== null,
        })
      : ['permission.missing'],
    perform: (stage) =>
      stage.post(who, `/household-statuses/${status.id}/reviews`, {
        accepted,
        remark: accepted ? null : '查无此事',
      }),
    book: () => void (status.accepted = accepted),
  };
}

const statusMove: Move<Entry & { reviewer: Who; accepted: boolean; reviewed: boolean }> = {
  name: 'status',
  weight: 5,
  args: fc.record({
    who: someone,
    household: fc.nat({ max: 5 }),
    status: fc.constantFrom(...STATUSES),
    ago: daysAgo,
    reviewer: someone,
    accepted: fc.oneof(
      { weight: 5, arbitrary: fc.constant(true) },
      { weight: 1, arbitrary: fc.constant(false) },
    ),
    reviewed: fc.boolean(),
  }),
  steps: function* (model, entry) {
    const household = model.households[entry.household];
    if (!household) return;
    const known = household.statuses.length;
    yield record(model, household, entry);
    const status = household.statuses[known];
    if (entry.reviewed && status)
      yield review(household, status, { who: entry.reviewer, accepted: entry.accepted });
  },
};

const reviewMove: Move<{ who: Who; status: number; accepted: boolean }> = {
  name: 'review status',
  weight: 2,
  args: fc.record({ who: someone, status: which, accepted: fc.boolean() }),
  steps: function* (model, { status: number, ...given }) {
    const entered = model.households.flatMap((household) =>
      household.statuses.filter(({ id }) => id !== null).map((status) => ({ household, status })),
    );
    const found = pick([...entered].reverse(), number);
    if (found) yield review(found.household, found.status, given);
  },
};

export const householdMoves = [statusMove, reviewMove] as const;
