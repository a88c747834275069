import type { PlainDate } from '../../../kernel/date.ts';
import type { AgreementId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import type { AgreementRow } from '../core/agreement-row.ts';
import { lockAgreement, moveAgreement } from '../agreement.store.ts';
import { paperSources } from '../agreement.views.ts';
import { agreementMissing, arrivalKnown, arrivalOutside, wrongState } from '../core/failures.ts';

/** The bank tells when the money reached the enterprise (到账日); the guaranteed return runs from this day. */
export async function recordArrival(
  tx: Tx,
  context: Context,
  id: AgreementId,
  arrivedOn: PlainDate,
): Promise<AgreementRow> {
  const agreement = await lockAgreement(tx, id);
  const source = (await paperSources(tx, [id])).get(id);
  if (!agreement || !source) throw agreementMissing();
  if (!['drafted', 'issued', 'in_force'].includes(agreement.state))
    throw wrongState(agreement.state, '登记到账');
  if (agreement.arrived_on !== null) throw arrivalKnown();
  // money of shares came no earlier than the shares, which the database looks up
  const paidOut = source.loan ? source.loan.disbursed_on : arrivedOn;
  if (!paidOut || arrivedOn < paidOut || arrivedOn > context.today) throw arrivalOutside();
  const moved = await moveAgreement(tx, id, [agreement.state], { arrived_on: arrivedOn });
  if (!moved) throw wrongState(agreement.state, '登记到账');
  await record(tx, context, {
    act: 'agreement.money-arrived',
    subjectKind: 'agreement',
    subjectId: id,
    countyCode: agreement.county_code,
    after: { arrived_on: arrivedOn },
  });
  await appendEvent(tx, { name: 'agreement.money-arrived', payload: { agreement_id: String(id) } });
  return moved;
}
