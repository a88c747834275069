import { addDays, addMonths, date, type PlainDate } from '../../../kernel/date.ts';
import { missing, type Failure } from '../../../kernel/failure.ts';
import { addFen, ZERO_FEN, type Fen } from '../../../kernel/money.ts';
import { placeOf, regionOver, wholeCode } from '../../../kernel/region-code.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { BUCKETS } from '../../loan/index.ts';
import * as views from '../overview.views.ts';

const MONTHS = 12;
const QUARTERS = 8;

const regionMissing = (): Failure =>
  missing({
    code: 'overview.no-such-region',
    detail: '没有这个行政区划，或不在您的辖区内；请从总览逐级进入。',
  });

/**
 * The figures of a division and of those below it, as the lists of the same filters come to: the reader's
 * own widest one when none is named. Above the county they are those of the last counted night, once there
 * is one. What the post may not read elsewhere is null here.
 */
export async function readOverview(tx: Tx, context: Context, asked: string | undefined) {
  const { actor, today } = context;
  const top = topOf(context);
  const code = asked ?? top;
  const area = areaOf(context, code);
  const wide = area.place.level === 'province' || area.place.level === 'city';
  const counted = wide ? await countedBook(tx, area) : null;
  // before the first night nothing is counted, which is not the same as nothing
  const { places, ...book } = counted?.counted_on ? counted : await presentBook(tx, area);
  const way = wayTo(top, code);
  const below = places.map((row) => row.region_code).filter((one) => one !== null);
  const names = await views.regionNames(tx, [...way, ...below], today);
  const nameOf = (one: string | null): string | null => (one === null ? null : (names.get(one)?.name ?? one));
  if (!names.has(code)) throw regionMissing();
  return {
    ...{ region_code: code, region_name: nameOf(code), level: area.place.level, as_of: today },
    above: way.map((one) => ({ region_code: one, region_name: nameOf(one) })),
    ...book,
    places: places.map((row) => ({ ...row, region_name: nameOf(row.region_code) })),
    maturities: wide ? null : await byMonth(tx, area, today),
    quarters: actor.permissions.has('subsidy.read') ? await byQuarter(tx, area) : null,
    fund: actor.permissions.has('risk-fund.read') ? await fundOf(tx, area) : null,
  };
}

/** The book as the last night counted it. */
async function countedBook(tx: Tx, area: views.Area) {
  const rows = await views.bookBelow(tx, area);
  const late = rows.filter((row) => row.bucket !== 'current');
  const figures = (of: readonly views.BookFigures[]) => ({
    loan_count: count(of.map((row) => row.loans)),
    households: null,
    outstanding_fen: sum(of.map((row) => row.outstanding_fen)),
  });
  return {
    counted_on: rows[0]?.counted_on ?? null,
    ...figures(rows),
    ...overdueSum(late),
    places: [...new Set(rows.map((row) => row.code))].map((code) => ({
      region_code: code,
      ...figures(rows.filter((row) => row.code === code)),
      ...overdueSum(late.filter((row) => row.code === code)),
    })),
    buckets: byBucket(late),
  };
}

/** The book as it is now, with what the last night counted overdue. */
async function presentBook(tx: Tx, area: views.Area) {
  const all = await views.loansBelow(tx, area);
  const rows = all.filter((row) => !row.whole);
  const overdue = await views.overdueBelow(tx, area);
  const none = { loan_count: 0, households: 0, outstanding_fen: ZERO_FEN };
  return {
    counted_on:
      overdue
        .map((row) => row.counted_on)
        .sort()
        .at(-1) ?? null,
    ...(all.find((row) => row.whole) ?? none),
    ...overdueSum(overdue),
    places: [...new Set([...rows, ...overdue].map((row) => row.code))].map((code) => ({
      region_code: code,
      ...(rows.find((row) => row.code === code) ?? none),
      ...overdueSum(overdue.filter((row) => row.code === code)),
    })),
    buckets: byBucket(overdue),
  };
}

const topOf = ({ actor: { scope } }: Context): string =>
  scope.township === null ? regionOver(scope.counties) : wholeCode(scope.township);

function areaOf({ actor: { scope } }: Context, code: string): views.Area {
  const place = placeOf(code);
  const counties = scope.counties.filter((one) => one.startsWith(place.counties));
  const foreign = scope.township !== null && place.township !== scope.township;
  if (counties.length === 0 || foreign) throw regionMissing();
  return { place, counties };
}

/** The divisions from the reader's widest down to one. */
function wayTo(top: string, code: string): string[] {
  const whole = [2, 4, 6, 9, 12].map((digits) => wholeCode(code.slice(0, digits)));
  const steps = [...new Set(whole)];
  return steps.slice(Math.max(0, steps.indexOf(top)));
}

const count = (numbers: readonly number[]): number => numbers.reduce((so, one) => so + one, 0);
const sum = (amounts: readonly Fen[]): Fen => addFen(...amounts);

type Late = Pick<views.OverdueFigures, 'bucket' | 'loans' | 'overdue_fen'>;

const overdueSum = (rows: readonly Late[]) => ({
  overdue_loans: count(rows.map((row) => row.loans)),
  overdue_fen: sum(rows.map((row) => row.overdue_fen)),
});

const byBucket = (rows: readonly Late[]) =>
  BUCKETS.map((bucket) => ({ bucket, ...overdueSum(rows.filter((row) => row.bucket === bucket)) }));

async function byMonth(tx: Tx, area: views.Area, today: PlainDate) {
  const first = date(`${today.slice(0, 7)}-01`);
  const months = Array.from({ length: MONTHS }, (_, at) => {
    const from = addMonths(first, at);
    return { month: from.slice(0, 7), from, until: addDays(addMonths(first, at + 1), -1) };
  });
  const rows = await views.maturities(tx, area, { from: first, to: addMonths(first, MONTHS) });
  const none = { loan_count: 0, outstanding_fen: ZERO_FEN };
  return months.map((month) => ({ ...none, ...rows.find((row) => row.month === month.month), ...month }));
}

async function byQuarter(tx: Tx, area: views.Area) {
  const rows = await views.batchesOf(tx, area, QUARTERS);
  return [...new Set(rows.map((row) => row.period_to))].map((periodTo) => {
    const states = rows.filter((row) => row.period_to === periodTo);
    return {
      period_to: periodTo,
      batches: count(states.map((row) => row.batches)),
      subsidy_fen: sum(states.map((row) => row.subsidy_fen)),
      approved_subsidy_fen: sum(states.filter((row) => row.approved).map((row) => row.subsidy_fen)),
      paid_fen: sum(states.map((row) => row.paid_fen)),
      states,
    };
  });
}

/** A fund is a county's: below it there are claims and no balance. */
async function fundOf(tx: Tx, area: views.Area) {
  const none = { funds: 0, balance_fen: null, pending_fen: null };
  return {
    ...(area.place.township === null ? await views.fundsOf(tx, area) : none),
    claims: await views.claimsOf(tx, area),
  };
}
