import { formatDateZh, type PlainDate } from '../../../kernel/date.ts';
import { amountInWords } from '../../../kernel/money-words.ts';
import { formatYuanGrouped, type Fen } from '../../../kernel/money.ts';
import type { AgreementFields } from './agreement-sheet.ts';
import type { Difference } from './amendment.ts';

/** Everything that stands on an amendment (补充协议). */
export interface AmendmentFacts {
  readonly printId: string;
  readonly verifyUrl: string;
  readonly verifyCode: string;
  readonly issuedOn: PlainDate;
  readonly agreementNo: string;
  readonly amendmentNo: string;
  readonly version: number;
  readonly signedOn: PlainDate;
  readonly effectiveOn: PlainDate;
  readonly reason: string;
  readonly government: string;
  /** Null: three parties. */
  readonly bank: string | null;
  readonly enterprise: string;
  readonly household: string;
  readonly householdNo: string;
  readonly village: string;
  readonly principal: Fen;
  readonly floorYearly: Fen;
  readonly differences: readonly Difference[];
}

const amount = (prefix: string, value: Fen): Record<string, string> => ({
  [`${prefix}_digits`]: formatYuanGrouped(value),
  [`${prefix}_words`]: amountInWords(value),
});

/** Final strings of the paper, by the names of `templates/agreement/amendment`. */
export const amendmentFields = (facts: AmendmentFacts): AgreementFields => ({
  issued_on: facts.issuedOn,
  print_id: facts.printId,
  verify_url: facts.verifyUrl,
  verify_code: facts.verifyCode,
  agreement_no: facts.agreementNo,
  amendment_no: facts.amendmentNo,
  version: String(facts.version),
  version_before: String(facts.version - 1),
  signed_on: formatDateZh(facts.signedOn),
  effective_on: formatDateZh(facts.effectiveOn),
  reason: facts.reason,
  government_name: facts.government,
  ...(facts.bank === null ? {} : { bank_name: facts.bank }),
  enterprise_name: facts.enterprise,
  household_head: facts.household,
  household_no: facts.householdNo,
  household_village: facts.village,
  ...amount('principal', facts.principal),
  ...amount('floor_yearly', facts.floorYearly),
  differences: facts.differences.map(({ label, before, after }, index) => [
    String(index + 1),
    label,
    before,
    after,
  ]),
});
