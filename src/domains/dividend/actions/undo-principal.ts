import { actingPerson } from '../../../platform/acting-person.ts';
import type { Context } from '../../../platform/context.ts';
import { rehearse, type Tx } from '../../../platform/db.ts';
import { formatYuan } from '../../../kernel/money.ts';
import { standingReturn, undoReturn, type ReturnWay } from '../../agreement/index.ts';
import { enterWork, type CountersignedWork, type SignedWork, type WorkRow } from '../../countersign/index.ts';
import { reverseEntry } from '../../ledger/index.ts';
import { lockPrincipalDue } from '../dividend-cure.store.ts';

interface Undoing {
  readonly id: bigint;
  readonly reason: string;
}

interface Booking extends Undoing {
  readonly way: ReturnWay;
  readonly enteredBy: bigint;
  /** Null in a rehearsal only. */
  readonly countersignId: bigint | null;
}

const KINDS = { straight: 'return_reversal', passed_on: 'payment_reversal' } as const;

/**
 * One person enters that a return of principal was confirmed by mistake (撤销归还、撤销转付); another confirms it.
 * Throws what booking it today would be refused for, and `countersign.waiting`.
 */
export async function enterReturnUndone(
  tx: Tx,
  context: Context,
  { id, reason, way }: Undoing & { readonly way: ReturnWay },
): Promise<WorkRow> {
  const booked = await standingReturn(tx, id, way);
  const enteredBy = actingPerson(context);
  await rehearse(tx, () => book(tx, context, { id, reason, way, enteredBy, countersignId: null }));
  return enterWork<Undoing>(tx, context, {
    kind: KINDS[way],
    countyCode: booked.county_code,
    bankId: way === 'straight' ? (booked.bank_id ?? undefined) : undefined,
    subjectId: booked.id,
    onceKey: String(booked.id),
    input: { id, reason },
    content: {
      ...{ reason, bank_serial: booked.bank_serial, amount: formatYuan(booked.amount_fen) },
      ...{ returned_on: booked.returned_on, paid_to: booked.paid_to },
    },
  });
}

/** The due is held first, then the agreement, the loan and what waits on it: as principal is passed on. */
async function book(tx: Tx, context: Context, { id, way, ...undone }: Booking) {
  const found = await standingReturn(tx, id, way);
  await lockPrincipalDue(tx, found.agreement_id);
  const booked = await standingReturn(tx, id, way);
  const row = await undoReturn(tx, context, { booked, ...undone });
  if (way === 'straight') return row;
  await reverseEntry(
    tx,
    {
      act: 'dividend.principal-passed-on-undone',
      subjectKind: 'agreement_return',
      subjectId: row.id,
      countyCode: booked.county_code,
      onDate: context.today,
      memo: `撤销转付协议本金 ${booked.bank_serial}`,
    },
    { act: 'dividend.principal-passed-on', subjectKind: 'agreement_return', subjectId: booked.id },
  );
  return row;
}

const carryOut =
  (way: ReturnWay) =>
  async (tx: Tx, context: Context, work: SignedWork): Promise<Record<string, unknown>> => {
    const { id, reason } = work.input as Undoing;
    const { enteredBy, id: countersignId } = work;
    const row = await book(tx, context, { id, reason, way, enteredBy, countersignId });
    const { agreement_id, amount_fen, undoes_id } = row;
    return { id: row.id, undoes_id, agreement_id, amount_fen };
  };

export const returnReversalWork: CountersignedWork = {
  kind: KINDS.straight,
  access: 'agreement.confirm-money',
  carryOut: carryOut('straight'),
};

export const paymentReversalWork: CountersignedWork = {
  kind: KINDS.passed_on,
  access: 'dividend.confirm',
  carryOut: carryOut('passed_on'),
};
