import type { PlainDate } from '../../kernel/date.ts';
import { insertRow, one, sql, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import type { NoticeRow, Subject } from './core/notice-row.ts';
import {
  letterOfOtherList,
  lettersOpen,
  noticeNotPosted,
  objectionOpenAlready,
  objectionSamePerson,
} from './core/failures.ts';

export const noticeConstraintFailures: ConstraintFailures = {
  objection_one_open: objectionOpenAlready,
  objection_other_person: objectionSamePerson,
  notice_letter_hangs: noticeNotPosted,
  notice_letter_same_list: letterOfOtherList,
  notice_letters_answered: () => lettersOpen(0),
};

export interface ObjectionRow {
  readonly id: bigint;
  readonly notice_id: bigint;
  readonly county_code: string;
  readonly subject_ref: string;
  readonly reason: string;
  readonly state: 'open' | 'upheld' | 'dismissed';
  readonly raised_on: PlainDate;
  readonly recorded_by: bigint;
}

export type NewNotice = Omit<NoticeRow, 'id' | 'state'>;

export async function insertNotices(tx: Tx, notices: readonly NewNotice[]): Promise<NoticeRow[]> {
  const inserted: NoticeRow[] = [];
  for (const notice of notices) inserted.push(await insertRow<NoticeRow>(tx, 'notice', { ...notice }));
  return inserted;
}

export async function lockNotice(tx: Tx, id: bigint): Promise<NoticeRow | null> {
  return (await tx<NoticeRow>('notice').where({ id }).forUpdate().first()) ?? null;
}

/** The notices of a subject's round that are up or suspended, in the order of their start. */
export async function liveNotices(tx: Tx, subject: Subject): Promise<NoticeRow[]> {
  const { rows } = await sql<NoticeRow>(
    tx,
    `select * from notice where subject_kind = ? and subject_id = ? and round = ? and state in ('posted', 'suspended')
     order by starts_on, id for update`,
    [subject.kind, subject.id, subject.round],
  );
  return rows;
}

export async function setNoticeState(
  tx: Tx,
  ids: readonly bigint[],
  from: readonly NoticeRow['state'][],
  to: NoticeRow['state'],
): Promise<number> {
  const { count } = await sql(
    tx,
    'update notice set state = ? where id = any(?::bigint[]) and state = any(?::text[])',
    [to, ids.map(String), from],
  );
  return count;
}

export async function insertObjection(
  tx: Tx,
  objection: Omit<ObjectionRow, 'id' | 'state'> & { readonly objector_kind: 'named' | 'anonymous' },
): Promise<bigint> {
  return (await insertRow<ObjectionRow>(tx, 'objection', objection)).id;
}

export async function lockObjection(tx: Tx, id: bigint): Promise<ObjectionRow | null> {
  return (await tx<ObjectionRow>('objection').where({ id }).forUpdate().first()) ?? null;
}

export async function closeObjection(
  tx: Tx,
  id: bigint,
  decision: { outcome: 'upheld' | 'dismissed'; decidedBy: bigint; decidedOn: PlainDate; reason: string },
): Promise<number> {
  return tx('objection').where({ id, state: 'open' }).update({
    state: decision.outcome,
    decided_by: decision.decidedBy,
    decided_on: decision.decidedOn,
    decision_reason: decision.reason,
  });
}

/** The latest posting of a subject that is up or suspended. */
export async function runningNotice(tx: Tx, kind: string, id: bigint): Promise<bigint | null> {
  const { rows } = await sql<{ id: bigint }>(
    tx,
    `select id from notice where subject_kind = ? and subject_id = ? and state in ('posted', 'suspended')
     order by id desc limit 1`,
    [kind, id],
  );
  return rows[0]?.id ?? null;
}

/** What an objection is about, when it is about this kind of thing. */
export async function objectionOf(
  tx: Tx,
  kind: string,
  objectionId: bigint,
): Promise<{ readonly subject_id: bigint; readonly subject_ref: string } | null> {
  const { rows } = await sql<{ subject_id: bigint; subject_ref: string }>(
    tx,
    `select n.subject_id, o.subject_ref from objection o join notice n on n.id = o.notice_id
     where o.id = ? and n.subject_kind = ?`,
    [objectionId, kind],
  );
  return rows[0] ?? null;
}

/** Objections to a subject not yet decided, of whatever round. */
export async function openObjections(tx: Tx, subjectKind: string, subjectId: bigint): Promise<number> {
  const result = await sql<{ open: number }>(
    tx,
    `select count(*)::int as open from objection o join notice n on n.id = o.notice_id
     where o.state = 'open' and n.subject_kind = ? and n.subject_id = ?`,
    [subjectKind, String(subjectId)],
  );
  return one(result.rows).open;
}

export async function countOpenObjections(tx: Tx, noticeIds: readonly bigint[]): Promise<number> {
  const result = await sql<{ open: number }>(
    tx,
    `select count(*)::int as open from objection where state = 'open' and notice_id = any(?::bigint[])`,
    [noticeIds.map(String)],
  );
  return one(result.rows).open;
}

/** Names the paper that a notice was posted as. */
export async function setNoticeDocument(tx: Tx, id: bigint, documentId: bigint): Promise<void> {
  await sql(tx, 'update notice set document_id = ? where id = ?', [documentId, id]);
}
