import type { PlainDate } from '../../../kernel/date.ts';
import type { AgreementId } from '../../../kernel/ids.ts';
import type { Fen } from '../../../kernel/money.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import * as store from '../agreement-life.store.ts';
import { lockAgreement } from '../agreement.store.ts';
import type { AgreementRow } from '../core/agreement-row.ts';
import { agreementMissing } from '../core/failures.ts';
import { memberMissing } from '../core/life-failures.ts';

async function held(tx: Tx, id: AgreementId): Promise<AgreementRow> {
  const agreement = await lockAgreement(tx, id);
  if (!agreement) throw agreementMissing();
  return agreement;
}

export interface ReturnInput {
  readonly agreementId: AgreementId;
  readonly amount: Fen;
  readonly returnedOn: PlainDate;
  readonly bankSerial: string;
}

/** The enterprise gave back principal (归还本金): from that day on less capital earns the floor. */
export async function recordPrincipalReturn(
  tx: Tx,
  context: Context,
  input: ReturnInput,
): Promise<store.ReturnRow> {
  const agreement = await held(tx, input.agreementId);
  const row = await store.insertReturn(tx, {
    ...store.parentsOf(agreement),
    amount_fen: input.amount,
    returned_on: input.returnedOn,
    bank_serial: input.bankSerial,
    recorded_by: actingPerson(context),
    recorded_on: context.today,
  });
  await record(tx, context, {
    act: 'agreement.principal-returned',
    subjectKind: 'agreement',
    subjectId: agreement.id,
    countyCode: agreement.county_code,
    after: { amount_fen: row.amount_fen, returned_on: row.returned_on },
  });
  const payload = { agreement_id: String(agreement.id) };
  await appendEvent(tx, { name: 'agreement.principal-returned', payload });
  return row;
}

export interface ServiceInput {
  readonly agreementId: AgreementId;
  readonly memberId: bigint;
  readonly kind: 'training' | 'employment';
  readonly content: string;
  readonly onDate: PlainDate;
  readonly days: number;
  readonly wage: Fen;
}

/**
 * The enterprise records training or work it gave a member of the household; it stands on the yearly
 * statement.
 */
export async function recordService(
  tx: Tx,
  context: Context,
  input: ServiceInput,
): Promise<store.ServiceRow> {
  const agreement = await held(tx, input.agreementId);
  const name = await store.memberName(tx, agreement, input.memberId);
  if (name === null) throw memberMissing();
  const row = await store.insertService(tx, {
    ...store.parentsOf(agreement),
    member_id: input.memberId,
    kind: input.kind,
    content: input.content,
    on_date: input.onDate,
    days: input.days,
    wage_fen: input.wage,
    recorded_by: actingPerson(context),
    recorded_on: context.today,
  });
  await record(tx, context, {
    act: 'agreement.service-recorded',
    subjectKind: 'agreement',
    subjectId: agreement.id,
    countyCode: agreement.county_code,
    after: { kind: row.kind, on_date: row.on_date, days: row.days, wage_fen: row.wage_fen },
  });
  return { ...row, member_name: name };
}
