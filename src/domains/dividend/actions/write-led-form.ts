import type { OrganisationId } from '../../../kernel/ids.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import type { FileReply } from '../../../platform/http/file-reply.ts';
import { formReply, type FormFormat } from '../../../platform/http/form-reply.ts';
import { record } from '../../audit/index.ts';
import { numbersOfForm, readLedger, SECURITY_WORDS, type HouseholdInterest } from '../../loan/index.ts';
import { LED_COLUMNS, ledRow } from '../core/led-form.ts';
import { ledUses } from '../led-form.views.ts';

export interface LedFormInput {
  readonly filter: {
    readonly county_code?: string | undefined;
    readonly bank_id?: OrganisationId | undefined;
    readonly enterprise_id?: OrganisationId | undefined;
    readonly q?: string | undefined;
  };
  readonly format: FormFormat;
  readonly numbers: 'masked' | 'full';
  readonly reason: string | null;
}

/**
 * The lent loans that enterprises use (带动型贷款表), 24 columns, row by row. Numbers are masked unless a post
 * that may reveal them says why. Throws `loan.full-numbers-forbidden`, `loan.reason-missing`.
 */
export async function writeLedForm(
  tx: Tx,
  context: Context,
  interest: HouseholdInterest,
  input: LedFormInput,
): Promise<FileReply> {
  const full = numbersOfForm(context, input);
  await record(tx, context, {
    act: 'dividend.led-loans-exported',
    subjectKind: 'loan_ledger',
    subjectId: context.today,
    countyCode: input.filter.county_code ?? null,
    after: { numbers: input.numbers, reason: input.reason, format: input.format },
  });
  const asked = { filter: { ...input.filter, usage_mode: 'enterprise_led' as const }, full, interest };
  const rows = async function* () {
    for await (const page of readLedger(tx, context, asked)) {
      const ids = page.map(({ id }) => id);
      const uses = await ledUses(tx, ids, context.today);
      for (const line of page) {
        const use = uses.get(line.id);
        invariant(use, 'an enterprise-led loan names its enterprise');
        yield ledRow(line, SECURITY_WORDS[line.security], use);
      }
    }
  };
  const heads = [LED_COLUMNS.map(([, heading]) => heading)];
  return formReply({ name: '带动型贷款表', heads, rows: rows() }, input.format);
}
