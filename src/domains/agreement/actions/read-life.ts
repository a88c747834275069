import { date } from '../../../kernel/date.ts';
import type { AgreementId } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/db.ts';
import { returnsOf, servicesOf } from '../agreement-life.store.ts';
import { readAgreement } from '../agreement.views.ts';
import { agreementMissing } from '../core/failures.ts';

const EVER = { from: date('2000-01-01'), to: date('2101-01-01') };

/** What happened under an agreement: principal given back, training and work delivered. */
export async function readLife(tx: Tx, id: AgreementId) {
  if (!(await readAgreement(tx, id))) throw agreementMissing();
  return { returns: await returnsOf(tx, id), services: await servicesOf(tx, id, EVER) };
}
