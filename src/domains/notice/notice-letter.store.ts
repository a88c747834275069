import type { PlainDate } from '../../kernel/date.ts';
import type { Scope } from '../../platform/context.ts';
import { one, sql, type Tx } from '../../platform/db.ts';
import { cutPage, type Page } from '../../platform/page.ts';
import { equals, pageOfIds, present, readPage } from '../../platform/scoped-page.ts';
import type { LetterRow } from './core/letter-row.ts';
import type { Subject } from './core/notice-row.ts';

export type NewLetter = Pick<
  LetterRow,
  'notice_id' | 'county_code' | 'subject_ref' | 'reason' | 'received_on' | 'receipt_code'
> & { readonly form_key: string };

/** Null when the same form has come in meanwhile. */
export async function insertLetter(tx: Tx, letter: NewLetter): Promise<LetterRow | null> {
  const { rows } = await sql<LetterRow>(
    tx,
    `insert into notice_letter (notice_id, county_code, subject_ref, reason, received_on, receipt_code, form_key)
     values (?, ?, ?, ?, ?, ?, ?) on conflict (form_key) do nothing returning *`,
    [
      ...[letter.notice_id, letter.county_code, letter.subject_ref, letter.reason],
      ...[letter.received_on, letter.receipt_code, letter.form_key],
    ],
  );
  return rows[0] ?? null;
}

/** The letter that a form was already sent as. */
export async function letterOfForm(tx: Tx, formKey: string): Promise<LetterRow | null> {
  return (await tx<LetterRow>('notice_letter').where('form_key', formKey).first()) ?? null;
}

export async function letterOfReceipt(tx: Tx, code: string): Promise<LetterRow | null> {
  return (await tx<LetterRow>('notice_letter').where({ receipt_code: code }).first()) ?? null;
}

export async function lockLetter(tx: Tx, id: bigint): Promise<LetterRow | null> {
  return (await tx<LetterRow>('notice_letter').where({ id }).forUpdate().first()) ?? null;
}

export interface LetterAnswer {
  readonly state: 'taken_up' | 'set_aside';
  readonly objection_id: bigint | null;
  readonly answer: string | null;
  readonly answered_by: bigint;
  readonly answered_on: PlainDate;
}

export async function answerLetterRow(tx: Tx, id: bigint, answer: LetterAnswer): Promise<number> {
  return tx('notice_letter')
    .where({ id, state: 'received' })
    .update({ ...answer });
}

/** Letters about a list that nobody has answered, of whatever posting. */
export async function countUnreadLetters(tx: Tx, subject: Pick<Subject, 'kind' | 'id'>): Promise<number> {
  const { rows } = await sql<{ unread: number }>(
    tx,
    `select count(*)::int as unread from notice_letter l join notice n on n.id = l.notice_id
     where l.state = 'received' and n.subject_kind = ? and n.subject_id = ?`,
    [subject.kind, String(subject.id)],
  );
  return one(rows).unread;
}

export interface LetterQuery {
  readonly after?: bigint | undefined;
  readonly limit: number;
  readonly county_code?: string | undefined;
  readonly state?: LetterRow['state'] | undefined;
}

export interface LetterView extends LetterRow {
  readonly subject_kind: string;
  readonly subject_id: bigint;
}

export async function listLetters(tx: Tx, scope: Scope, query: LetterQuery): Promise<Page<LetterView>> {
  const ids = pageOfIds({ name: 'notice_letter' }, scope, {
    county: query.county_code,
    after: query.after,
    limit: query.limit + 1,
    conditions: present(equals('t.state', query.state)),
  });
  const text = `select l.*, n.subject_kind, n.subject_id from (${ids.text}) page
    join notice_letter l on l.id = page.id join notice n on n.id = l.notice_id order by l.id`;
  return cutPage(await readPage<LetterView>(tx, ids, text), query.limit);
}
