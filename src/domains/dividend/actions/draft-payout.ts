import { dateParts } from '../../../kernel/date.ts';
import type { OrganisationId } from '../../../kernel/ids.ts';
import { addFen, fen } from '../../../kernel/money.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import { sha256 } from '../../../platform/crypto.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { HOUSEHOLD_BINDINGS } from '../../household/index.ts';
import { organisationById } from '../../organisation/index.ts';
import { PAYEE_ACCOUNT_BINDING } from '../../payment/index.ts';
import { termsById, type TermsId } from '../../programme/index.ts';
import * as no from '../core/failures.ts';
import { CARD_FAULTS, cardFault, defaultMemo, withheldOf, type CardFault } from '../core/payout-lines.ts';
import type { PayoutRow } from '../core/payout-row.ts';
import {
  insertPayout,
  lockPayables,
  nextPayoutNo,
  type NewLine,
  type Payable,
} from '../dividend-payout.store.ts';
import { sharePayoutRules } from '../share-dividend.store.ts';
import { writePayoutDecision } from './take-payout-step.ts';

/** Lines of one list: more wait for the next. */
const MOST_LINES = 30_000;

export interface DraftInput {
  readonly enterpriseId: OrganisationId;
  readonly bankId: OrganisationId;
  /** The dividend by shares to pay; null: what agreements owe. */
  readonly shareDividendId: bigint | null;
  /** The bank's memo field (附言); null: as long as the terms allow. */
  readonly memo: string | null;
  readonly remark: string | null;
}

/** A household that cannot be paid yet, and why; its siblings do not wait for it. */
export interface LeftOut {
  readonly household_no: string;
  readonly due_id: bigint;
  readonly gross_fen: bigint;
  readonly code: CardFault;
  readonly detail: string;
}

export interface DraftedPayout extends PayoutRow {
  readonly left_out: readonly LeftOut[];
}

/** Draws up the list (兑付名单) of all that was received for an enterprise's households and is not listed yet. */
export async function draftPayout(tx: Tx, context: Context, input: DraftInput): Promise<DraftedPayout> {
  const enterprise = await organisationById(tx, input.enterpriseId);
  const bank = await organisationById(tx, input.bankId);
  const county = enterprise.county_code;
  if (!county || bank.county_code !== county) throw no.enterpriseMissing();
  const { shareDividendId } = input;
  const from = { enterpriseId: enterprise.id, bankId: bank.id, shareDividendId };
  const payables = await lockPayables(tx, from, MOST_LINES);
  const faults = payables.map(cardFault);
  const good = payables.filter((_, index) => faults[index] === null);
  if (good.length === 0) throw no.nothingToPay();
  const memo = await memoFor(tx, good, input);
  const lines = good.map((payable) => lineOf(context, payable));
  const payout = await insertPayout(
    tx,
    {
      payout_no: await nextPayoutNo(tx, county, dateParts(context.today).year),
      county_code: county,
      enterprise_id: enterprise.id,
      bank_id: bank.id,
      share_dividend_id: shareDividendId,
      memo,
      line_count: lines.length,
      gross_fen: addFen(...lines.map((line) => line.gross_fen)),
      withheld_fen: addFen(...lines.map((line) => line.withheld_fen)),
      net_fen: addFen(...lines.map((line) => line.net_fen)),
      lines_hash: hashOf(lines),
      drafted_on: context.today,
    },
    lines,
  );
  await writePayoutDecision(tx, context, { payout, act: 'draft', remark: input.remark });
  await record(tx, context, {
    act: 'dividend.payout-drafted',
    subjectKind: 'dividend_payout',
    subjectId: payout.id,
    countyCode: county,
    after: { payout_no: payout.payout_no, line_count: payout.line_count, gross_fen: payout.gross_fen },
  });
  return {
    ...payout,
    left_out: payables.flatMap((payable, index) => leftOut(payable, faults[index] ?? null)),
  };
}

const leftOut = (payable: Payable, fault: CardFault | null): LeftOut[] =>
  fault === null
    ? []
    : [
        {
          household_no: payable.household_no,
          due_id: payable.due_id,
          gross_fen: payable.gross_fen,
          code: fault,
          detail: CARD_FAULTS[fault],
        },
      ];

/** The shortest field that any of the terms allows. */
async function memoLength(
  tx: Tx,
  payables: readonly Payable[],
  shareDividendId: bigint | null,
): Promise<number> {
  if (shareDividendId !== null) {
    const rules = await sharePayoutRules(tx, shareDividendId);
    invariant(rules, 'a payable dividend has its terms');
    return rules.payout_memo_length;
  }
  const versions = [...new Set(payables.map((payable) => payable.terms_id))];
  const lengths: number[] = [];
  for (const id of versions)
    lengths.push((await termsById(tx, id as TermsId)).parameters.dividend.payoutMemoLength);
  return Math.min(...lengths);
}

async function memoFor(
  tx: Tx,
  payables: readonly Payable[],
  input: Pick<DraftInput, 'memo' | 'shareDividendId'>,
): Promise<string> {
  const most = await memoLength(tx, payables, input.shareDividendId);
  const memo = input.memo ?? defaultMemo(most, input.shareDividendId !== null);
  if ([...memo].length > most) throw no.memoTooLong(most);
  return memo;
}

function lineOf(context: Context, payable: Payable): NewLine {
  invariant(payable.account_cipher, 'a payable household has its card');
  const account = context.cipher.open(payable.account_cipher, HOUSEHOLD_BINDINGS.card);
  const withheld = withheldOf(payable.gross_fen, payable.withholding_percent);
  return {
    ...payable,
    withheld_fen: withheld,
    net_fen: fen(payable.gross_fen - withheld),
    sealed_account: context.cipher.seal(account, PAYEE_ACCOUNT_BINDING),
  };
}

function hashOf(lines: readonly NewLine[]): string {
  const rows = lines.map((line) =>
    [
      line.allotment_id,
      line.household_id,
      line.gross_fen,
      line.net_fen,
      line.account_name,
      line.account_index,
    ].join('|'),
  );
  return sha256(rows.join('\n'));
}
