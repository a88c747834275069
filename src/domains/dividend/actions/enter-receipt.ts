import type { PlainDate } from '../../../kernel/date.ts';
import type { OrganisationId } from '../../../kernel/ids.ts';
import type { Fen } from '../../../kernel/money.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { organisationById } from '../../organisation/index.ts';
import * as no from '../core/failures.ts';
import type { ReceiptRow, ReceiptSource } from '../core/payout-row.ts';
import { otherDividend } from '../core/share-dividend-failures.ts';
import { daysOf } from '../core/report-span.ts';
import { hasParts, insertReceipt } from '../dividend-receipt.store.ts';
import { sharePayoutRules } from '../share-dividend.store.ts';

export interface ReceiptInput {
  readonly enterpriseId: OrganisationId;
  readonly year: number;
  /** Calendar quarter of the dues it is for; null: the whole year. */
  readonly quarter: number | null;
  readonly source: ReceiptSource;
  readonly amount: Fen;
  readonly receivedOn: PlainDate;
  readonly bankSerial: string;
  readonly payerName: string;
  /** The dividend by shares it is for; null: what agreements owe. */
  readonly shareDividendId: bigint | null;
  /** The dues it is for; null: all the enterprise owes for the year. */
  readonly dueIds: readonly bigint[] | null;
  readonly remark: string | null;
}

/** Finance enters money that reached the county's account; it counts once another person confirms it. */
export async function enterReceipt(tx: Tx, context: Context, input: ReceiptInput): Promise<ReceiptRow> {
  const enterprise = await organisationById(tx, input.enterpriseId);
  if (!enterprise.county_code || !context.actor.scope.counties.includes(enterprise.county_code))
    throw no.enterpriseMissing();
  if (input.receivedOn > context.today) throw no.dateAhead('/received_on');
  if (input.shareDividendId !== null) await requirePayer(tx, input);
  else if (
    input.quarter === null &&
    input.dueIds === null &&
    (await hasParts(tx, enterprise.id, daysOf(input)))
  )
    throw no.quarterNeeded();
  const receipt = await insertReceipt(tx, {
    county_code: enterprise.county_code,
    enterprise_id: enterprise.id,
    year: input.year,
    quarter: input.quarter,
    source: input.source,
    amount_fen: input.amount,
    received_on: input.receivedOn,
    bank_serial: input.bankSerial,
    payer_name: input.payerName,
    share_dividend_id: input.shareDividendId,
    due_ids: input.dueIds,
    remark: input.remark,
    entered_by: actingPerson(context),
    entered_on: context.today,
  });
  await record(tx, context, {
    act: 'dividend.receipt-entered',
    subjectKind: 'dividend_receipt',
    subjectId: receipt.id,
    countyCode: receipt.county_code,
    after: { source: receipt.source, amount_fen: receipt.amount_fen, received_on: receipt.received_on },
  });
  return receipt;
}

/** A dividend by shares is paid by whoever owes it; nobody stands in. */
async function requirePayer(
  tx: Tx,
  input: Pick<ReceiptInput, 'enterpriseId' | 'source'> & { readonly shareDividendId: bigint | null },
): Promise<void> {
  const rules = await sharePayoutRules(tx, input.shareDividendId ?? 0n);
  if (rules?.state !== 'confirmed' || rules.payer_id !== input.enterpriseId || input.source !== 'enterprise')
    throw otherDividend();
}
