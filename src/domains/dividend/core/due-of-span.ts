import type { DividendFrequency, DueRow, StoredSlice } from './due-row.ts';

/** Of the same agreement year what was due before the days asked for; its one value is their first day. */
export const BEFORE_SPAN = 'before.before_fen, before.before_slices';
export const BEFORE_SPAN_JOIN = `left join lateral (select coalesce(sum(e.due_fen), 0)::bigint as before_fen,
    coalesce(jsonb_path_query_array(jsonb_agg(e.slices order by e.part_no), '$[*][*]'), '[]') as before_slices from dividend_due e
  where e.agreement_id = d.agreement_id and e.year_no = d.year_no and e.part_no < d.part_no and e.due_on < ?::date) before on true`;

/** A due as a report finds it. */
export interface DueOfSpan extends DueRow {
  readonly frequency: DividendFrequency;
  readonly before_fen: bigint;
  readonly before_slices: readonly StoredSlice[];
}
