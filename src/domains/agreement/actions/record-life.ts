import type { PlainDate } from '../../../kernel/date.ts';
import type { AgreementId } from '../../../kernel/ids.ts';
import type { Fen } from '../../../kernel/money.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
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
