import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import type { PaperSubject } from '../core/document-row.ts';
import { endValidity } from '../document.store.ts';

/** The valid version of a paper no longer holds; its verification page says so. */
export async function revokeDocument(
  tx: Tx,
  context: Context,
  paper: PaperSubject & { readonly countyCode: string },
): Promise<void> {
  for (const id of await endValidity(tx, paper, 'revoked')) {
    await record(tx, context, {
      act: 'document.revoked',
      subjectKind: 'document',
      subjectId: id,
      countyCode: paper.countyCode,
      before: { standing: 'valid' },
      after: { standing: 'revoked' },
    });
  }
}
