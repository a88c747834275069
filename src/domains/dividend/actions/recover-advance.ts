import type { PlainDate } from '../../../kernel/date.ts';
import type { OrganisationId } from '../../../kernel/ids.ts';
import type { Fen } from '../../../kernel/money.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { decidedByAnother } from '../../../platform/second-person.ts';
import { record } from '../../audit/index.ts';
import { countyBudget, dividendRecourse, openAccount, postEntry } from '../../ledger/index.ts';
import { organisationById } from '../../organisation/index.ts';
import * as no from '../core/cure-failures.ts';
import { dateAhead, enterpriseMissing } from '../core/failures.ts';
import {
  decideRecoveryRow,
  insertRecovery,
  lockRecovery,
  recourseOpen,
  type RecoveryRow,
} from '../dividend-cure.store.ts';

export interface RecoveryInput {
  readonly enterpriseId: OrganisationId;
  readonly amount: Fen;
  readonly receivedOn: PlainDate;
  readonly bankSerial: string;
  readonly remark: string | null;
}

/** Finance enters what an enterprise gave back of the county's advance (追偿); it counts once confirmed. */
export async function enterRecovery(tx: Tx, context: Context, input: RecoveryInput): Promise<RecoveryRow> {
  const enterprise = await organisationById(tx, input.enterpriseId);
  if (!enterprise.county_code || !context.actor.scope.counties.includes(enterprise.county_code))
    throw enterpriseMissing();
  if (input.receivedOn > context.today) throw dateAhead('/received_on');
  const recovery = await insertRecovery(tx, {
    county_code: enterprise.county_code,
    enterprise_id: enterprise.id,
    amount_fen: input.amount,
    received_on: input.receivedOn,
    bank_serial: input.bankSerial,
    remark: input.remark,
    entered_by: actingPerson(context),
    entered_on: context.today,
  });
  await tell(tx, context, recovery, 'entered');
  return recovery;
}

/** Another person confirms or rejects it; confirmed, the enterprise owes the county that much less. */
export async function decideRecovery(
  tx: Tx,
  context: Context,
  input: { readonly id: bigint; readonly outcome: 'confirmed' | 'rejected' },
): Promise<RecoveryRow> {
  const recovery = await lockRecovery(tx, input.id);
  if (!recovery) throw no.recoveryMissing();
  const by = decidedByAnother(context, recovery, {
    ...{ waits: 'entered', enteredBy: recovery.entered_by },
    ...{ decided: no.recoveryDecided, samePerson: no.ownRecovery },
  });
  const open = await recourseOpen(tx, recovery.enterprise_id);
  if (input.outcome === 'confirmed' && recovery.amount_fen > open) throw no.recoveryOver(open);
  const decision = { state: input.outcome, ...by };
  if (!(await decideRecoveryRow(tx, recovery.id, decision))) throw no.recoveryDecided();
  if (input.outcome === 'confirmed') await post(tx, recovery);
  await tell(tx, context, recovery, input.outcome);
  return { ...recovery, ...decision };
}

async function post(tx: Tx, recovery: RecoveryRow): Promise<void> {
  const { enterprise_id: enterprise, county_code: county } = recovery;
  await postEntry(
    tx,
    {
      act: 'dividend.recovered',
      subjectKind: 'dividend_recovery',
      subjectId: recovery.id,
      countyCode: county,
      onDate: recovery.received_on,
      memo: `追偿垫付分红 ${recovery.bank_serial}`,
    },
    {
      debit: await openAccount(tx, countyBudget(county)),
      credit: await openAccount(tx, dividendRecourse(enterprise, county)),
      amount: recovery.amount_fen,
    },
  );
}

async function tell(
  tx: Tx,
  context: Context,
  recovery: RecoveryRow,
  what: 'entered' | 'confirmed' | 'rejected',
): Promise<void> {
  await record(tx, context, {
    act: `dividend.recovery-${what}`,
    subjectKind: 'dividend_recovery',
    subjectId: recovery.id,
    countyCode: recovery.county_code,
    ...(what === 'entered' ? {} : { before: { state: 'entered' } }),
    after: { state: what, amount_fen: recovery.amount_fen },
  });
}
