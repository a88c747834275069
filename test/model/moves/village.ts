import fc from 'fast-check';
import { addDays, date, dateParts } from '../../../src/kernel/date.ts';
import { formatYuan } from '../../../src/kernel/money.ts';
import { mayDo, whoDoes, type Name, type Who } from '../actors.ts';
import type { Model } from '../model.ts';
import type { Reply, Stage } from '../stage.ts';
import { pick, reasons, type Move, type Step } from '../step.ts';
import { VILLAGE } from '../terms.ts';
import type { MoneyKind, VillageEntry, VillageYear } from '../village-model.ts';
import * as rules from '../village-rules.ts';
import { rarely, someone, which } from './arguments.ts';

type Entered = Omit<VillageEntry, 'id' | 'state'>;

/** What speaks against an entry when it is entered, and again when it is confirmed. */
function entryFaults({ village }: Model, entry: Entered, own: VillageEntry | null = null): string[] {
  const { kind, member, amount, on, loan } = entry;
  const units = member ? rules.ownOf(village, member) + amount : 0n;
  const others = village.entries.filter((known) => known !== own && known.state !== 'rejected');
  return reasons({
    'mutual-aid.month-closed': village.closedThrough !== null && on <= village.closedThrough,
    'mutual-aid.contribution-units':
      kind === 'contribution' && (amount % VILLAGE.unit !== 0n || units > VILLAGE.unit * VILLAGE.mostUnits),
    'mutual-aid.base-share': kind === 'base_share' && amount !== VILLAGE.baseShare,
    'mutual-aid.base-share-once':
      kind === 'base_share' && others.some((known) => known.kind === kind && known.member === member),
    'mutual-aid.payment-waits':
      loan !== null && others.some((known) => known.loan === loan && known.state === 'entered'),
  });
}

interface Entering {
  readonly who: Name;
  readonly said: string;
  readonly more: readonly string[];
  readonly perform: (stage: Stage, serial: string) => Promise<Reply>;
}

/** The cashier enters what the bank moved; it counts when another seal has confirmed it. */
export function enter(model: Model, entry: Entered, { who, said, more, perform }: Entering): Step {
  const { village } = model;
  const serial = `HZ-${String((village.serials += 1)).padStart(6, '0')}`;
  const faults = [...more, ...entryFaults(model, entry)];
  return {
    said: `${who} ${said}`,
    refusals: mayDo(who, 'enter village money') ? faults : ['permission.missing'],
    perform: (stage) => perform(stage, serial),
    book: ({ body }) => void village.entries.push({ ...entry, id: String(body['id']), state: 'entered' }),
  };
}

const DOCUMENTED = ['grant', 'gift', 'grant_returned', 'welfare_spent', 'running_spent', 'base_share'];

export interface Money {
  readonly who: Who;
  readonly kind: MoneyKind;
  readonly amount: number;
  readonly member: number;
  readonly ago: number;
}

export function enterMoney(model: Model, asked: Money): Step {
  const { kind } = asked;
  const amount = BigInt(asked.amount);
  const who = whoDoes(asked.who, 'enter village money');
  const ofMember = kind === 'contribution' || kind === 'base_share';
  const member = ofMember ? (pick(model.village.members, asked.member) ?? null) : null;
  const first = date('2016-03-01');
  const day = addDays(model.today, -asked.ago);
  const on = day < first ? first : day;
  const entry = { kind, amount, fee: 0n, months: 0, member, loan: null, on };
  return enter(model, entry, {
    ...{ who, more: [] },
    said: `enters ${kind} of ${formatYuan(amount)}${member ? ` by member ${member.no}` : ''} on ${on}`,
    perform: (stage, serial) =>
      stage.post(who, `/mutual-societies/${model.village.id}/entries`, {
        ...{ kind, amount: formatYuan(amount), on_date: on },
        ...(rules.movesCash(kind) ? { bank_serial: serial } : {}),
        ...(DOCUMENTED.includes(kind) ? { document_no: `村财${serial}号` } : {}),
        ...(member ? { member_id: member.id } : {}),
      }),
  });
}

function confirmFaults(model: Model, entry: VillageEntry, who: Name): string[] {
  const { village } = model;
  const other = who !== rules.sealOf(entry.kind);
  // whose seal it is not learns nothing of it
  if (entry.state !== 'entered') return [other ? 'mutual-aid.wrong-seal' : 'mutual-aid.already-decided'];
  const lends = entry.kind === 'disbursement';
  return [
    ...entryFaults(model, entry, entry),
    ...reasons({
      'mutual-aid.wrong-seal': other,
      'mutual-aid.overdrawn': rules.overdraws(village, entry),
      'mutual-aid.cash-was-too-small': rules.cashWasMissing(village, entry),
      'mutual-aid.lending-stopped': lends && rules.lendingStopped(village, entry.on),
      'mutual-aid.group-owes': lends && rules.someoneOwes(village, entry.on),
    }),
  ];
}

export function decide(model: Model, entry: VillageEntry, asked: { who: Who; confirmed: boolean }): Step {
  const who = asked.who === null ? rules.sealOf(entry.kind) : whoDoes(asked.who, 'seal village money');
  const { confirmed } = asked;
  const refusals = (): string[] => {
    if (!mayDo(who, 'seal village money')) return ['permission.missing'];
    if (confirmed) return confirmFaults(model, entry, who);
    return reasons({ 'mutual-aid.already-decided': entry.state !== 'entered' });
  };
  return {
    said: `${who} ${confirmed ? 'confirms' : 'rejects'} entry ${entry.id}`,
    refusals: refusals(),
    perform: (stage) =>
      stage.post(who, `/mutual-entries/${entry.id}/decisions`, {
        outcome: confirmed ? 'confirmed' : 'rejected',
      }),
    book: () => {
      entry.state = confirmed ? 'confirmed' : 'rejected';
      if (confirmed) rules.follow(entry);
    },
  };
}

/** Enters something and has it sealed by whoever's seal it needs. */
export function* sealed(model: Model, step: Step): Generator<Step> {
  const known = model.village.entries.length;
  yield step;
  const entry = model.village.entries[known];
  if (entry) yield decide(model, entry, { who: null, confirmed: true });
}

function drawYear(model: Model, year: number, asked: Who): Step {
  const { village } = model;
  const who = whoDoes(asked, 'draw a village year');
  const fees = rules.feesOf(village, year);
  return {
    said: `${who} splits the fees of ${year}`,
    refusals: mayDo(who, 'draw a village year')
      ? reasons({
          'mutual-aid.year-not-over': model.today <= date(`${year}-12-31`),
          'mutual-aid.year-distributed': village.years.some(
            (known) => known.year === year && known.state !== 'rejected',
          ),
          'mutual-aid.year-moved': rules.somethingWaits(village, year),
        })
      : ['permission.missing'],
    perform: (stage) => stage.post(who, `/mutual-societies/${village.id}/distributions`, { year }),
    book: ({ body }) =>
      void village.years.push({
        ...{ id: String(body['id']), year, fees, parts: rules.splitOf(fees), state: 'drawn' },
      }),
  };
}

function bookYear(model: Model, drawn: VillageYear, ids: Readonly<Record<string, unknown>>): void {
  const kinds = ['to_reserve', 'to_welfare', 'to_running'] as const;
  const none = { fee: 0n, months: 0, member: null, loan: null, on: model.today, state: 'confirmed' } as const;
  kinds.forEach((kind, at) => {
    const amount = drawn.parts[at] ?? 0n;
    if (amount > 0n) model.village.entries.push({ ...none, kind, amount, id: String(ids[kind]) });
  });
  const end = date(`${drawn.year}-12-31`);
  const { closedThrough } = model.village;
  model.village.closedThrough = closedThrough !== null && closedThrough > end ? closedThrough : end;
}

function decideYear(model: Model, drawn: VillageYear, asked: { who: Who; confirmed: boolean }): Step {
  const who = whoDoes(asked.who, 'approve a village loan');
  const { confirmed } = asked;
  const { village } = model;
  const moved = drawn.fees !== rules.feesOf(village, drawn.year) || rules.somethingWaits(village, drawn.year);
  const refusals = (): string[] => {
    if (!mayDo(who, 'approve a village loan')) return ['permission.missing'];
    if (who !== 'chair') return ['mutual-aid.wrong-seal'];
    if (drawn.state !== 'drawn') return ['mutual-aid.already-decided'];
    return reasons({ 'mutual-aid.year-moved': confirmed && moved });
  };
  return {
    said: `${who} ${confirmed ? 'confirms' : 'rejects'} the year ${drawn.year}`,
    refusals: refusals(),
    perform: async (stage) => {
      const outcome = confirmed ? 'confirmed' : 'rejected';
      const reply = await stage.post(who, `/mutual-distributions/${drawn.id}/decisions`, { outcome });
      const { rows } = await stage.owner.query<{ kind: string; id: string }>(
        'select kind, id::text as id from mutual_entry where distribution_id = $1',
        [drawn.id],
      );
      return { ...reply, body: Object.fromEntries(rows.map(({ kind, id }) => [kind, id])) };
    },
    book: ({ body }) => {
      drawn.state = confirmed ? 'confirmed' : 'rejected';
      if (confirmed) bookYear(model, drawn, body);
    },
  };
}

const moneyMove: Move<Money & { left: boolean }> = {
  name: 'village: money',
  weight: 5,
  args: fc.record({
    who: someone,
    kind: fc.constantFrom<MoneyKind>(
      ...(['contribution', 'grant', 'gift', 'interest', 'base_share'] as const),
      ...(['grant_returned', 'welfare_spent', 'running_spent'] as const),
    ),
    amount: fc.oneof(fc.constantFrom(500_00, 100_00, 300_00), fc.integer({ min: 1, max: 3_000_00 })),
    member: which,
    ago: fc.constantFrom(0, 0, 0, 3, 200),
    left: rarely,
  }),
  steps: function* (model, { left, ...asked }) {
    const fitting = asked.kind === 'base_share' ? { ...asked, amount: Number(VILLAGE.baseShare) } : asked;
    const step = enterMoney(model, fitting);
    if (left) yield step;
    else yield* sealed(model, step);
  },
};

const sealMove: Move<{ who: Who; entry: number; confirmed: boolean }> = {
  name: 'village: seal',
  weight: 2,
  args: fc.record({ who: someone, entry: which, confirmed: fc.boolean() }),
  steps: function* (model, { entry: number, ...asked }) {
    const { entries } = model.village;
    const waiting = entries.filter(({ state }) => state === 'entered');
    const entry = pick(number < 9 && waiting.length > 0 ? waiting : [...entries].reverse(), number);
    if (entry && entry.kind in rules.KINDS && !entry.kind.startsWith('to_'))
      yield decide(model, entry, asked);
  },
};

const yearMove: Move<{ who: Who; ago: number; decided: boolean; confirmed: boolean }> = {
  name: 'village: year',
  weight: 4,
  args: fc.record({
    who: someone,
    ago: fc.constantFrom(1, 1, 1, 0),
    decided: fc.boolean(),
    confirmed: fc.boolean(),
  }),
  steps: function* (model, { who, ago, decided, confirmed }) {
    const known = model.village.years;
    if (decided && known.length > 0) {
      yield decideYear(model, known.at(-1)!, { who, confirmed });
      return;
    }
    yield drawYear(model, dateParts(model.today).year - ago, who);
    const drawn = model.village.years.at(-1);
    if (drawn?.state === 'drawn' && confirmed)
      yield decideYear(model, drawn, { who: 'chair', confirmed: true });
  },
};

export const villageMoves = [moneyMove, sealMove, yearMove] as const;
