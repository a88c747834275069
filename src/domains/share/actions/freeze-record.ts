import { dateFromParts, dateParts, minDate, type PlainDate } from '../../../kernel/date.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { nobodyYet, recordAhead, recordMissing } from '../core/review-failures.ts';
import type { ShareIssueId } from '../core/share-row.ts';
import type { ShareTerms } from '../core/share-terms.ts';
import { formatShares } from '../core/share-units.ts';
import { issueMissing } from '../core/failures.ts';
import { insertRecord, termsOn } from '../share-review.store.ts';
import { findRecord, frozenHolders, recordsDue, recordsOf } from '../share-review.views.ts';
import { findIssue } from '../share.views.ts';
import { holdIssue } from './hold-issue.ts';

export interface RecordInput {
  readonly issueId: ShareIssueId;
  readonly year: number;
}

const LAST_MONTH = 12;
const LAST_DAY = 31;

const recordDate = (terms: ShareTerms, year: number): PlainDate =>
  dateFromParts(year, terms.record_month, terms.record_day);

/**
 * Freezes the holders of a dividend year as they are on the record date (登记日); once, and from that day on.
 */
export async function freezeRecord(tx: Tx, context: Context, input: RecordInput) {
  const yearEnd = dateFromParts(input.year, LAST_MONTH, LAST_DAY);
  const { issue, terms: latest } = await holdIssue(tx, input.issueId, minDate(context.today, yearEnd));
  // a year frozen late goes by the terms of its own record date
  const terms = (await termsOn(tx, issue.id, recordDate(latest, input.year))) ?? latest;
  const recordOn = recordDate(terms, input.year);
  if (context.today < recordOn) throw recordAhead(recordOn);
  const frozen = await insertRecord(tx, {
    ...{ issue_id: issue.id, county_code: issue.county_code, dividend_year: input.year, record_on: recordOn },
    ...{ terms_id: terms.id, total_units: issue.total_units },
    ...{ frozen_by: context.actor.personId, frozen_on: context.today },
  });
  if (frozen === 0) throw nobodyYet();
  await record(tx, context, {
    act: 'share.record-frozen',
    subjectKind: 'share_issue',
    subjectId: issue.id,
    countyCode: issue.county_code,
    after: { dividend_year: input.year, record_on: recordOn },
  });
  return readRecord(tx, input);
}

/** Freezes what is due of every issue; a missed day is made up for the next. */
export async function freezeDueRecords(tx: Tx, context: Context): Promise<number> {
  const { year } = dateParts(context.today);
  const due = await recordsDue(tx, year, context.today);
  for (const { id } of due) await freezeRecord(tx, context, { issueId: id, year });
  return due.length;
}

/** The holders of a dividend year with their shares. */
export async function readRecord(tx: Tx, { issueId, year }: RecordInput) {
  const issue = await findIssue(tx, issueId);
  if (!issue) throw issueMissing();
  const found = await findRecord(tx, issueId, year);
  if (!found) throw recordMissing();
  const holders = await frozenHolders(tx, issueId, year);
  return {
    ...{ issue_id: issue.id, dividend_year: year, ...found },
    total_shares: formatShares(issue.total_units, issue.share_places),
    items: holders.map((holder) => ({ ...holder, shares: formatShares(holder.units, issue.share_places) })),
  };
}

/** The years of an issue whose holders are frozen, with how many they are. */
export async function readRecords(tx: Tx, issueId: ShareIssueId) {
  const issue = await findIssue(tx, issueId);
  if (!issue) throw issueMissing();
  const records = await recordsOf(tx, issueId);
  return {
    items: records.map(({ total_units, ...frozen }) => ({
      ...{ issue_id: issue.id, ...frozen },
      total_shares: formatShares(total_units, issue.share_places),
    })),
  };
}
