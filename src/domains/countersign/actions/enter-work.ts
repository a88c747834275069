import type { OrganisationId } from '../../../kernel/ids.ts';
import type { Fen } from '../../../kernel/money.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { keepInput } from '../core/keep-input.ts';
import type { WorkKind, WorkRow } from '../core/work.ts';
import { insertWork } from '../countersign.store.ts';

export interface EnteredWork<Input> {
  readonly kind: WorkKind;
  /** Null where it concerns all counties. */
  readonly countyCode: string | null;
  /** Where a bank's own desk may see and decide it as well. */
  readonly bankId?: OrganisationId | undefined;
  readonly subjectId?: bigint;
  /** Of the same kind and county, one alone waits under it. */
  readonly onceKey: string;
  readonly amount?: Fen;
  /** Its `row`, where it has one, stands unchanged in the row that carries it out: the database compares. */
  readonly input: Input;
  /** What the second person reads, by the names of rows: words, dates, amounts, percentages. */
  readonly content: Readonly<Record<string, unknown>>;
}

/**
 * 经办: one person enters what another is to confirm; nothing has moved yet. Whoever enters has checked it as
 * far as it can be checked today. Throws `countersign.waiting`.
 */
export async function enterWork<Input>(tx: Tx, context: Context, work: EnteredWork<Input>): Promise<WorkRow> {
  const entered = await insertWork(tx, {
    kind: work.kind,
    county_code: work.countyCode,
    bank_id: work.bankId ?? null,
    subject_id: work.subjectId ?? null,
    once_key: work.onceKey,
    amount_fen: work.amount ?? null,
    input: keepInput(work.input),
    content: keepInput(work.content),
    entered_by: actingPerson(context),
    entered_on: context.today,
  });
  await record(tx, context, {
    act: 'countersign.entered',
    subjectKind: 'countersign',
    subjectId: entered.id,
    countyCode: entered.county_code,
    after: { kind: entered.kind, ...work.content },
  });
  return entered;
}
