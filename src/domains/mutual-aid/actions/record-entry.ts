import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import type { EntryRow } from '../core/society-rows.ts';

/** The trace of what happened to an entry. */
export const recordEntry = (tx: Tx, context: Context, entry: EntryRow, verb: string): Promise<void> =>
  record(tx, context, {
    act: `mutual-aid.${verb}`,
    subjectKind: 'mutual_entry',
    subjectId: entry.id,
    countyCode: entry.county_code,
    after: { kind: entry.kind, amount_fen: entry.amount_fen, on_date: entry.on_date },
  });
