import fc from 'fast-check';
import { dateParts } from '../../../src/kernel/date.ts';
import { formatYuan } from '../../../src/kernel/money.ts';
import { mayDo, personOf, whoDoes, type Who } from '../actors.ts';
import { fundWaiting, waiting } from '../claim-rules.ts';
import { usedOf } from '../figures.ts';
import { allocated, budgetOf, subsidyOf, type Model, type Place } from '../model.ts';
import { reasons, type Move, type Step } from '../step.ts';
import { COUNTY } from '../places.ts';
import { rarely, someone, which } from './arguments.ts';
import { confirmEntered, decideEnteredMove, waitsFor } from './entered.ts';

interface Grant {
  readonly who: Who;
  readonly year: number;
  readonly amount: number;
  /** Under the number of an earlier document. */
  readonly again: boolean;
}

export function* grant(model: Model, asked: Grant, second: Who = null): Generator<Step> {
  const known = model.entered.length;
  yield enterGrant(model, asked);
  const work = model.entered[known];
  if (work) yield confirmEntered(model, work, second);
}

function enterGrant(model: Model, { who: asked, year, amount, again }: Grant): Step {
  const who = whoDoes(asked, 'grant budget');
  const documentNo = `甘财指〔2016〕${again ? 1 : model.entered.length + 1}号`;
  const key = `grant ${documentNo}`;
  return {
    said: `${who} enters ${formatYuan(BigInt(amount))} for ${year} under ${documentNo}`,
    refusals: mayDo(who, 'grant budget')
      ? reasons({
          'subsidy.grant-known': model.grants.has(documentNo),
          'countersign.waiting': waitsFor(model, key),
        })
      : ['permission.missing'],
    perform: (stage) =>
      stage.post(who, '/subsidy-budget-grants', {
        ...{ programme_code: 'P1', county_code: COUNTY, fiscal_year: year, document_no: documentNo },
        amount: formatYuan(BigInt(amount)),
      }),
    book: ({ body }) =>
      model.entered.push({
        ...{ id: String(body['id']), what: 'budget_grant', bank: null, key, by: personOf(who) },
        state: 'entered',
        refusals: () => [],
        book: () => {
          model.grants.add(documentNo);
          budgetOf(model, year).granted += BigInt(amount);
          fundWaiting(model, year);
        },
      }),
  };
}

interface GrantAsked extends Omit<Grant, 'year'> {
  readonly second: Who;
  readonly next: boolean;
  /** The waiting claim it is to suffice for to the fen, as long as it stands alone; null: any amount. */
  readonly sufficesFor: number | null;
}

/** What a waiting claim lacks, were it the first: the sum that tempts a later, smaller one to overtake. */
function lacking(model: Model, year: number, place: number): bigint {
  const claims = waiting(model);
  const claim = claims[place % claims.length];
  const { granted, reserved, spent } = budgetOf(model, year);
  return claim ? subsidyOf(claim) - (granted - reserved - spent) : 0n;
}

const grantMove: Move<GrantAsked> = {
  name: 'grant',
  weight: 5,
  args: fc.record({
    who: someone,
    amount: fc.integer({ min: 1, max: 2_000_00 }),
    again: rarely,
    next: rarely,
    sufficesFor: fc.option(which),
    second: someone,
  }),
  steps: function* (model, { next, sufficesFor, amount, second, ...given }) {
    const year = dateParts(model.today).year + (next ? 1 : 0);
    const lacks = sufficesFor === null ? 0n : lacking(model, year, sufficesFor);
    yield* grant(model, { ...given, year, amount: lacks > 0n ? Number(lacks) : amount }, second);
  },
};

interface Allocation {
  readonly who: Who;
  readonly place: Place;
  readonly limit: number;
}

function allocate(model: Model, { who: asked, place, limit }: Allocation): Step {
  const who = whoDoes(asked, 'allocate quota');
  const { above, limit: before } = model.quotas[place];
  const asks = BigInt(limit);
  const room = above === null ? asks : model.quotas[above].limit - allocated(model, above);
  return {
    said: `${who} sets the quota of ${place} to ${formatYuan(asks)}`,
    refusals: mayDo(who, 'allocate quota')
      ? reasons({
          'programme.quota-over-allocated': above !== null && asks - before > room,
          'programme.quota-below-use': asks < allocated(model, place) + usedOf(model, place),
        })
      : ['permission.missing'],
    perform: async (stage) =>
      stage.post(who, '/quotas', {
        ...{ programme_code: 'P1', limit: formatYuan(asks) },
        ...(place === 'programme' ? {} : { county_code: COUNTY }),
        ...(place !== 'programme' && place !== 'county' ? { bank_id: await stage.bankId(place) } : {}),
      }),
    book: () => void (model.quotas[place].limit = asks),
  };
}

const allocateMove: Move<Allocation> = {
  name: 'quota',
  weight: 2,
  args: fc.record({
    who: someone,
    place: fc.constantFrom<Place>('A', 'B', 'C', 'county', 'programme'),
    limit: fc.integer({ min: 0, max: 600_000_00 }),
  }),
  steps: function* (model, asked) {
    yield allocate(model, asked);
  },
};

export const moneyMoves = [grantMove, decideEnteredMove, allocateMove] as const;
