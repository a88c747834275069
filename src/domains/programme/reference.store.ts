import type { PlainDate } from '../../kernel/date.ts';
import { sqlPrepared, type Tx } from '../../platform/db.ts';
import type { CalendarException } from './core/parse-calendar.ts';
import type { ProgrammeRecord } from './core/presets/programmes.ts';
import type { ReferenceRate } from './core/reference-rates.ts';
import type { WorkingCalendar } from './core/working-days.ts';

export async function insertProgrammes(tx: Tx, programmes: readonly ProgrammeRecord[]): Promise<void> {
  await tx('programme')
    .insert(programmes.map(({ code, name, documentNo }) => ({ code, name, document_no: documentNo })))
    .onConflict('code')
    .ignore();
}

export async function insertProducts(
  tx: Tx,
  products: readonly { readonly code: string; readonly name: string }[],
): Promise<void> {
  await tx('product').insert(products).onConflict('code').ignore();
}

function toRateRow(rate: ReferenceRate): Record<string, unknown> {
  return {
    series: rate.series,
    effective_from: rate.effectiveFrom,
    tenor_band: rate.tenorBand,
    annual_percent: rate.annualPercent,
    source: rate.source,
  };
}

/** Adds the rates that are not known yet; a published value never changes. */
export async function insertMissingRates(tx: Tx, rates: readonly ReferenceRate[]): Promise<void> {
  await tx('reference_rate')
    .insert(rates.map(toRateRow))
    .onConflict(['series', 'effective_from', 'tenor_band'])
    .ignore();
}

export async function insertRates(tx: Tx, rates: readonly ReferenceRate[]): Promise<void> {
  await tx('reference_rate').insert(rates.map(toRateRow));
}

interface RateRow {
  readonly series: ReferenceRate['series'];
  readonly effective_from: PlainDate;
  readonly tenor_band: ReferenceRate['tenorBand'];
  readonly annual_percent: number;
  readonly source: string;
}

const toRate = (row: RateRow): ReferenceRate => ({
  series: row.series,
  effectiveFrom: row.effective_from,
  tenorBand: row.tenor_band,
  annualPercent: row.annual_percent,
  source: row.source,
});

export async function readRates(tx: Tx): Promise<ReferenceRate[]> {
  const rows = await tx('reference_rate')
    .select<RateRow[]>('series', 'effective_from', 'tenor_band', 'annual_percent', 'source')
    .orderBy(['series', 'effective_from', 'annual_percent']);
  return rows.map(toRate);
}

/** Of each series the table in force on a day. */
export async function readRatesOn(tx: Tx, on: PlainDate): Promise<ReferenceRate[]> {
  const { rows } = await sqlPrepared<RateRow>(
    tx,
    `select r.series, r.effective_from, r.tenor_band, r.annual_percent, r.source
     from (select series, max(effective_from) as effective_from from reference_rate
           where effective_from <= ?::date group by series) latest
     join reference_rate r on r.series = latest.series and r.effective_from = latest.effective_from`,
    [on],
  );
  return rows.map(toRate);
}

export async function insertCalendar(
  tx: Tx,
  exceptions: readonly CalendarException[],
  span: { readonly firstDay: PlainDate; readonly publishedThrough: PlainDate },
): Promise<void> {
  await tx.raw(
    `insert into calendar_day (day, working, name) select * from unnest(?::date[], ?::bool[], ?::text[])
     on conflict (day) do nothing`,
    [
      exceptions.map(({ day }) => day),
      exceptions.map(({ working }) => working),
      exceptions.map(({ name }) => name),
    ],
  );
  await tx.raw(
    `insert into calendar_horizon (first_day, published_through) values (?, ?)
     on conflict (only_row) do update set first_day = excluded.first_day, published_through = excluded.published_through
       where calendar_horizon.published_through < excluded.published_through`,
    [span.firstDay, span.publishedThrough],
  );
}

/** The calendar as published; null before the reference values are loaded. */
export async function readCalendar(tx: Tx): Promise<WorkingCalendar | null> {
  const horizon = await tx('calendar_horizon').first<
    { first_day: PlainDate; published_through: PlainDate } | undefined
  >('first_day', 'published_through');
  if (!horizon) return null;
  const days = await tx('calendar_day').select<{ day: PlainDate; working: boolean }[]>('day', 'working');
  return {
    firstDay: horizon.first_day,
    publishedThrough: horizon.published_through,
    exceptions: new Map(days.map(({ day, working }) => [day, working])),
  };
}
