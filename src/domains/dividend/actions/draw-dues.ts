import { addDays, type PlainDate } from '../../../kernel/date.ts';
import { fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { periodFloors, type PeriodFloor } from '../../agreement/index.ts';
import { termsById, type Terms } from '../../programme/index.ts';
import {
  concludeDueDays,
  remindOfDues,
  runningAgreements,
  writeDues,
  type NewDue,
  type RunningAgreement,
} from '../dividend-due.store.ts';
import { drawPrincipal, notePrincipal } from '../principal-watch.store.ts';

/** Agreements whose years are counted in one round. */
const AT_A_TIME = 1_000;

/** Years are listed this many days before they fall due, the longest reminder a version may ask for. */
const DAYS_AHEAD = 60;

export interface DrawnDues {
  readonly written: number;
  readonly missed: number;
  readonly reminded: number;
  /** Reminders and notes about principal that is to come back. */
  readonly principal: number;
}

/**
 * The daily round of dividends: lists what comes due, counts running years again whose capital changed, makes
 * a due of principal the day after its day, tells what was met and what was missed, and reminds. Doing it
 * again on the same day changes nothing.
 */
export async function drawDues(tx: Tx, context: Context): Promise<DrawnDues> {
  const { today } = context;
  const written = await drawYears(tx, addDays(today, DAYS_AHEAD));
  await drawPrincipal(tx, today);
  const missed = await concludeDueDays(tx, today);
  const reminded = await remindOfDues(tx, today);
  const principal = await notePrincipal(tx, today);
  if (missed > 0) await appendEvent(tx, { name: 'dividend.missed', payload: { on: today, count: missed } });
  return { written, missed, reminded, principal };
}

/** Lists the years of one agreement that fall due by a day, as the round of that night would. */
export async function drawAgreement(tx: Tx, id: bigint, through: PlainDate): Promise<void> {
  const [agreement] = await runningAgreements(tx, { through, after: id - 1n, limit: 1, only: id });
  if (!agreement || agreement.id !== id) return;
  const dues = duesOf(agreement, await termsById(tx, agreement.terms_id));
  await writeDues(
    tx,
    dues.filter((due) => due.due_on <= through && due.floor_fen > 0n),
  );
}

/**
 * Counts again what is listed of an enterprise's running years whose base has changed since the last night:
 * what is decided on now is decided on what is owed now. No year is added, no day concluded.
 */
export async function recountDues(tx: Tx, enterpriseId: bigint, today: PlainDate): Promise<void> {
  const listed = (due: NewDue, { listed_from: last }: RunningAgreement): boolean =>
    last !== null && due.period_from <= last;
  await writeYears(tx, { through: today, changedOf: enterpriseId }, listed);
}

const drawYears = (tx: Tx, through: PlainDate): Promise<number> =>
  writeYears(tx, { through }, (due) => due.due_on <= through);

/** Counts the years of running agreements, a round of them at a time; answers how many rows were written. */
async function writeYears(
  tx: Tx,
  query: { readonly through: PlainDate; readonly changedOf?: bigint },
  wanted: (due: NewDue, agreement: RunningAgreement) => boolean,
): Promise<number> {
  const known = new Map<bigint, Terms>();
  let written = 0;
  for (let after = 0n; ;) {
    const agreements = await runningAgreements(tx, { ...query, after, limit: AT_A_TIME });
    const dues: NewDue[] = [];
    for (const agreement of agreements) {
      const terms = known.get(agreement.terms_id) ?? (await termsById(tx, agreement.terms_id));
      known.set(agreement.terms_id, terms);
      dues.push(...duesOf(agreement, terms).filter((due) => due.floor_fen > 0n && wanted(due, agreement)));
    }
    if (dues.length > 0) written += await writeDues(tx, dues);
    const last = agreements.at(-1);
    if (!last || agreements.length < AT_A_TIME) return written;
    after = last.id;
  }
}

function duesOf(agreement: RunningAgreement, terms: Terms): NewDue[] {
  const { dividend } = terms.parameters;
  const floors = periodFloors(
    {
      amount: agreement.amount_fen,
      percent: agreement.floor_percent,
      dayBasis: dividend.dividendDayCount === 'act_360' ? 360 : 365,
      termMonths: agreement.term_months,
      dueDay: agreement.dividend_due_day,
      ladder: dividend.floorLadder,
      capPercent: dividend.floorCapPercent,
      versions: agreement.versions.map(({ on, percent, ladder }) => ({
        ...{ on, percent, ladder: ladder ?? dividend.floorLadder },
      })),
      end:
        agreement.ended_on && agreement.settle_by
          ? { on: agreement.ended_on, settleBy: agreement.settle_by }
          : null,
    },
    agreement.dividend_frequency,
    agreement.arrived_on,
    agreement.changes.map((change) => ({ on: change.on, amount: BigInt(change.amount_fen) })),
  );
  return floors.map((year) => ({
    ...parentsOf(agreement),
    ...yearOf(year),
    ...sharesOf(agreement, floors, year),
    floor_counts_reinvested: dividend.floorCountsReinvested,
    withholding_percent: dividend.dividendTaxRatePercent,
  }));
}

/**
 * Of a year, whatever its payments, the share of the profit and what may stay in the project are those of the
 * version in force on its first day.
 */
function sharesOf(
  agreement: RunningAgreement,
  floors: readonly PeriodFloor[],
  { yearNo, period }: PeriodFloor,
): Pick<NewDue, 'profit_share_percent' | 'reinvest_percent'> {
  const begins = floors.find((floor) => floor.yearNo === yearNo)?.period.from ?? period.from;
  const until = agreement.versions.filter(({ on }) => on <= begins);
  const said = until.findLast((version) => version.reinvest_percent !== null);
  return {
    profit_share_percent: until.at(-1)?.share_percent ?? agreement.profit_share_percent,
    reinvest_percent: said?.reinvest_percent ?? agreement.reinvest_percent,
  };
}

const parentsOf = (agreement: RunningAgreement) => ({
  agreement_id: agreement.id,
  county_code: agreement.county_code,
  bank_id: agreement.bank_id,
  enterprise_id: agreement.enterprise_id,
  household_id: agreement.household_id,
  loan_id: agreement.loan_id,
  terms_id: agreement.terms_id,
});

const yearOf = (year: PeriodFloor) => ({
  year_no: year.yearNo,
  part_no: year.partNo,
  period_from: year.period.from,
  period_to: year.period.to,
  due_on: year.dueOn,
  invested_fen: year.slices[0]?.invested ?? fen(0n),
  floor_percent: year.slices[0]?.percent ?? 0,
  slices: year.slices.map((slice) => ({
    from: slice.from,
    to: slice.to,
    invested_fen: String(slice.invested),
    percent: slice.percent,
  })),
  floor_fen: year.floor,
});
