import type { PlainDate } from '../../../kernel/date.ts';
import type { AgreementId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import { rehearse, type Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { enterWork, type CountersignedWork, type SignedWork, type WorkRow } from '../../countersign/index.ts';
import { lockAgreement, moveAgreement } from '../agreement.store.ts';
import { paperSources } from '../agreement.views.ts';
import type { AgreementRow } from '../core/agreement-row.ts';
import { agreementMissing, arrivalKnown, arrivalOutside, wrongState } from '../core/failures.ts';

interface Arrival {
  readonly arrivedOn: PlainDate;
  /** Null in a rehearsal only. */
  readonly countersignId: bigint | null;
}

/** The day as the database compares it with what is recorded. */
interface KeptArrival {
  readonly row: { readonly arrived_on: PlainDate };
}

/**
 * One person enters when the money reached the enterprise (到账日), as the bank tells; another confirms it.
 * Throws `agreement.arrival-known`, `agreement.arrival-date`, `agreement.wrong-state`, `countersign.waiting`.
 */
export async function enterArrival(
  tx: Tx,
  context: Context,
  id: AgreementId,
  arrivedOn: PlainDate,
): Promise<WorkRow> {
  const agreement = await lockAgreement(tx, id);
  if (!agreement) throw agreementMissing();
  await rehearse(tx, () => arrive(tx, context, agreement, { arrivedOn, countersignId: null }));
  return enterWork<KeptArrival>(tx, context, {
    kind: 'agreement_arrival',
    countyCode: agreement.county_code,
    bankId: agreement.bank_id ?? undefined,
    subjectId: agreement.id,
    onceKey: String(agreement.id),
    amount: agreement.amount_fen,
    input: { row: { arrived_on: arrivedOn } },
    content: {
      agreement_no: agreement.agreement_no,
      amount_fen: agreement.amount_fen,
      arrived_on: arrivedOn,
    },
  });
}

async function arrive(
  tx: Tx,
  context: Context,
  agreement: AgreementRow,
  { arrivedOn, countersignId }: Arrival,
): Promise<AgreementRow> {
  const { id, state } = agreement;
  const source = (await paperSources(tx, [id])).get(id);
  if (!source) throw agreementMissing();
  if (!['drafted', 'issued', 'in_force'].includes(state)) throw wrongState(state, '登记到账');
  if (agreement.arrived_on !== null) throw arrivalKnown();
  // money of shares came no earlier than the shares, which the database looks up
  const paidOut = source.loan ? source.loan.disbursed_on : arrivedOn;
  if (!paidOut || arrivedOn < paidOut || arrivedOn > context.today) throw arrivalOutside();
  const arrival = { arrived_on: arrivedOn, countersign_id: countersignId };
  const moved = await moveAgreement(tx, id, [state], arrival);
  if (!moved) throw wrongState(state, '登记到账');
  return moved;
}

/** The arrival that two persons have signed for: the guaranteed return runs from this day. */
async function recordArrival(tx: Tx, context: Context, work: SignedWork): Promise<Record<string, unknown>> {
  const { arrived_on: arrivedOn } = (work.input as KeptArrival).row;
  const agreement = await lockAgreement(tx, work.subjectId ?? 0n);
  if (!agreement) throw agreementMissing();
  const moved = await arrive(tx, context, agreement, { arrivedOn, countersignId: work.id });
  await record(tx, context, {
    act: 'agreement.money-arrived',
    subjectKind: 'agreement',
    subjectId: moved.id,
    countyCode: moved.county_code,
    after: { state: moved.state, arrived_on: arrivedOn },
  });
  await appendEvent(tx, { name: 'agreement.money-arrived', payload: { agreement_id: String(moved.id) } });
  return { id: moved.id, state: moved.state, arrived_on: arrivedOn };
}

export const agreementArrivalWork: CountersignedWork = {
  kind: 'agreement_arrival',
  access: 'agreement.confirm-money',
  carryOut: recordArrival,
};
