import type { PlainDate } from '../../kernel/date.ts';
import type { Tx } from '../../platform/db.ts';
import { decodeParameters, parameterRecord } from './core/parameter-document.ts';

export interface TermsFilter {
  readonly after?: bigint | undefined;
  readonly limit: number;
  readonly programme_code?: string | undefined;
  readonly product_code?: string | undefined;
  readonly county_code?: string | undefined;
  /** Versions in force on this day. */
  readonly on?: PlainDate | undefined;
}

const TERMS_COLUMNS = [
  ...['id', 'code', 'title', 'document_no', 'programme_code', 'product_code', 'county_code', 'bank_id'],
  ...['effective_from', 'effective_to', 'replaced_by', 'repealed_from', 'published_on', 'parameters_hash'],
];

/** Published versions, oldest first. */
export async function readTermsList(tx: Tx, filter: TermsFilter): Promise<Record<string, unknown>[]> {
  const query = tx('programme_terms')
    .select(TERMS_COLUMNS)
    .where('state', 'published')
    .orderBy('id')
    .limit(filter.limit);
  for (const name of ['programme_code', 'product_code', 'county_code'] as const) {
    const value = filter[name];
    if (value !== undefined) void query.where(name, value);
  }
  if (filter.after !== undefined) void query.where('id', '>', String(filter.after));
  if (filter.on !== undefined) {
    void query.whereRaw(
      'effective_from <= ?::date and effective_to >= ?::date and (repealed_from is null or repealed_from > ?::date)',
      [filter.on, filter.on, filter.on],
    );
  }
  return (await query) as Record<string, unknown>[];
}

/** One version with its parameters; null when there is none. */
export async function readTermsDetail(tx: Tx, id: bigint): Promise<Record<string, unknown> | null> {
  const row = await tx('programme_terms')
    .where({ id: String(id), state: 'published' })
    .first<Record<string, unknown> | undefined>([...TERMS_COLUMNS, 'parameters']);
  return row ? { ...row, parameters: parameterRecord(decodeParameters(row.parameters)) } : null;
}

export interface QuotaFilter {
  readonly after?: bigint | undefined;
  readonly limit: number;
  readonly programme_code?: string | undefined;
  readonly county_code?: string | undefined;
}

/** Quotas in scope, with what is left of each. */
export async function readQuotas(tx: Tx, filter: QuotaFilter): Promise<Record<string, unknown>[]> {
  const query = tx('quota')
    .select(
      'id',
      'programme_code',
      'county_code',
      'bank_id',
      'parent_id',
      'limit_fen',
      'allocated_fen',
      'used_fen',
    )
    .select(tx.raw('limit_fen - allocated_fen - used_fen as remaining_fen'))
    .orderBy('id')
    .limit(filter.limit);
  if (filter.programme_code !== undefined) void query.where('programme_code', filter.programme_code);
  if (filter.county_code !== undefined) void query.where('county_code', filter.county_code);
  if (filter.after !== undefined) void query.where('id', '>', String(filter.after));
  return (await query) as Record<string, unknown>[];
}

export async function readProgrammes(tx: Tx): Promise<Record<string, unknown>[]> {
  return tx('programme').select<Record<string, unknown>[]>('code', 'name', 'document_no').orderBy('code');
}

/** Publications of a series, newest first. */
export async function readRateList(tx: Tx, series: string): Promise<Record<string, unknown>[]> {
  return tx('reference_rate')
    .where({ series })
    .select<Record<string, unknown>[]>('series', 'effective_from', 'tenor_band', 'annual_percent', 'source')
    .orderBy([{ column: 'effective_from', order: 'desc' }, 'annual_percent']);
}
