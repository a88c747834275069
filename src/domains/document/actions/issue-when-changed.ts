import { sheetDigest } from '../../../platform/pdf/pdf.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { paperStamp } from '../core/paper-stamp.ts';
import type { DocumentRow } from '../core/document-row.ts';
import { validDocument } from '../document.views.ts';
import { composeOrder, issueDocument, type PaperOrder } from './issue-document.ts';

/**
 * Issues a paper unless the version that holds says the very same already: ordering it twice changes nothing,
 * and a signed copy is not replaced for want of news. Decided by composing the sheet again with what the
 * register gave the version that holds, and comparing the digests.
 */
export async function issueWhenChanged(tx: Tx, context: Context, order: PaperOrder): Promise<DocumentRow> {
  const known = await validDocument(tx, order);
  if (!known) return issueDocument(tx, context, order);
  const stamp = paperStamp({
    version: known.version,
    code: known.verification_code,
    publicUrl: context.publicUrl,
    issuedOn: known.issued_on,
    number: order.number,
  });
  const same = sheetDigest(composeOrder(order, stamp)) === known.sheet_sha256;
  return same ? known : issueDocument(tx, context, order);
}
