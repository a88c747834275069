import { addDays, date } from '../../../kernel/date.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import type { FileReply } from '../../../platform/http/file-reply.ts';
import { workbookReply } from '../../../platform/http/workbook-reply.ts';
import { record } from '../../audit/index.ts';
import { distributionMissing, yearNotClosed } from '../core/year-failures.ts';
import * as store from '../mutual-statement.store.ts';
import { distributionById } from '../mutual-year.views.ts';
import { yearWorkbook } from './book-workbook.ts';
import { periodFacts, periodOf } from './period-facts.ts';

/** A closed year as a workbook: what a month's says, for the twelve of them, and how its fees were split. */
export async function downloadYear(tx: Tx, context: Context, id: bigint): Promise<FileReply> {
  const year = await distributionById(tx, id);
  if (!year) throw distributionMissing();
  if (year.state !== 'confirmed') throw yearNotClosed();
  const days = { from: date(`${year.year}-01-01`), to: date(`${year.year}-12-31`) };
  const opening = await store.pocketsOn(tx, year.society_id, addDays(days.from, -1));
  const closing = await store.pocketsOn(tx, year.society_id, days.to);
  const period = await periodOf(tx, year.society_id, days, { opening, closing });
  const names = await store.namesOf(tx, { table: 'mutual_distribution', id }, days.to);
  await record(tx, context, {
    act: 'mutual-aid.year-downloaded',
    subjectKind: 'mutual_distribution',
    subjectId: year.id,
    countyCode: year.county_code,
  });
  const statementNo = `HN${year.county_code}-${String(year.year)}-${String(year.society_id)}`;
  const workbook = yearWorkbook({ ...periodFacts(period, names), statementNo }, year);
  return workbookReply(`mutual-year-${String(year.year)}-${String(year.society_id)}`, workbook);
}
