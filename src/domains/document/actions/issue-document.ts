import type { Sheet, SheetRow } from '../../../kernel/sheet.ts';
import type { Context } from '../../../platform/context.ts';
import { randomCode } from '../../../platform/crypto.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { sheetDigest } from '../../../platform/pdf/pdf.ts';
import { record } from '../../audit/index.ts';
import { composeSheet, pageRowsOf, withRows } from '../core/compose-sheet.ts';
import { paperStamp, type PaperStamp } from '../core/paper-stamp.ts';
import type { SheetFields, Template } from '../core/template.ts';
import type { DocumentRow } from '../core/document-row.ts';
import { endValidity, insertDocument, lockVersions } from '../document.store.ts';
import { ensurePrintable } from './ensure-printable.ts';

/**
 * A paper to issue. Fields come from its slice's core, which learns here what the register gives the paper.
 */
export interface PaperOrder {
  /** `agreement`, `payment_list`, `notice` … */
  readonly kind: string;
  readonly subjectKind: string;
  readonly subjectId: bigint;
  readonly countyCode: string;
  /** Narrow who may see the paper; null or absent: everyone of the county. */
  readonly bankId?: bigint | null;
  readonly enterpriseId?: bigint | null;
  readonly template: Template;
  /** Number of what the paper is about; with the version it makes the print id. */
  readonly number: string;
  readonly fields: (stamp: PaperStamp) => SheetFields;
  /** Rows of the template's long table, by the lines each page takes. */
  readonly rows?: (stamp: PaperStamp, pageRows: readonly number[]) => Iterable<SheetRow>;
  /** What a stranger who holds the paper reads on the verification page: label → text. */
  readonly facts: Readonly<Record<string, string>>;
}

/**
 * Issues a paper: every printed string is made final and stored, the version before it is replaced, and a
 * worker is asked to print it. Refuses before anything is stored, with `document.fields-missing`,
 * `document.field-value-refused` or `document.characters-unprintable`.
 */
export async function issueDocument(tx: Tx, context: Context, order: PaperOrder): Promise<DocumentRow> {
  const version = (await lockVersions(tx, order)) + 1;
  const code = randomCode();
  const sheet = composed(context, order, { version, code });
  await endValidity(tx, order, 'replaced');
  const { ref, sha256 } = order.template;
  const document = await insertDocument(tx, {
    county_code: order.countyCode,
    bank_id: order.bankId ?? null,
    enterprise_id: order.enterpriseId ?? null,
    kind: order.kind,
    subject_kind: order.subjectKind,
    subject_id: order.subjectId,
    version,
    template_path: `${ref.slice}/${ref.name}/${ref.version}`,
    template_sha256: sha256,
    sheet,
    sheet_sha256: sheetDigest(sheet),
    verification_code: code,
    verification_facts: order.facts,
    issued_by: context.actor.personId,
    issued_on: context.today,
  });
  await record(tx, context, {
    act: 'document.issued',
    subjectKind: 'document',
    subjectId: document.id,
    countyCode: order.countyCode,
    after: {
      kind: order.kind,
      subject: `${order.subjectKind}/${order.subjectId}`,
      version,
      sheet_sha256: document.sheet_sha256,
    },
  });
  await appendEvent(tx, { name: 'document.issued', payload: { document_id: String(document.id) } });
  return document;
}

function composed(context: Context, order: PaperOrder, given: { version: number; code: string }): Sheet {
  const { publicUrl, today } = context;
  const stamp = paperStamp({ ...given, publicUrl, issuedOn: today, number: order.number });
  const sheet = composeOrder(order, stamp);
  ensurePrintable(sheet, context.fonts());
  return sheet;
}

/** The sheet of an order under a stamp, with the rows of its long table. */
export function composeOrder(order: PaperOrder, stamp: PaperStamp): Sheet {
  const bare = composeSheet(order.template, order.fields(stamp));
  return order.rows ? withRows(bare, [...order.rows(stamp, pageRowsOf(bare))]) : bare;
}
