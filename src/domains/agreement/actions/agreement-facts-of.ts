import { addMonths } from '../../../kernel/date.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { PaperStamp } from '../../document/index.ts';
import { HOUSEHOLD_BINDINGS } from '../../household/index.ts';
import type { Terms } from '../../programme/index.ts';
import type { AgreementRow } from '../core/agreement-row.ts';
import type { LoanSource, PaperSource } from '../agreement.views.ts';
import type { AgreementFacts, FundSource } from '../core/agreement-facts.ts';
import { securityOf, termsOf } from '../core/particulars.ts';
import { partiesOf, type RegisteredParties } from '../core/party-facts.ts';
import { returnPromise } from '../core/return-promise.ts';

/** The parties with their numbers opened, for the paper only. */
export function registeredParties(context: Context, source: PaperSource): RegisteredParties {
  const open = (sealed: string | null, binding: string): string | null =>
    sealed === null ? null : context.cipher.open(sealed, binding);
  return {
    government: source.government,
    bank: source.bank,
    enterprise: source.enterprise,
    household: {
      head: source.head_name,
      residentId: open(source.head_id_no_cipher, HOUSEHOLD_BINDINGS.idNo),
      householdNo: source.household_no,
      phone: open(source.phone_cipher, HOUSEHOLD_BINDINGS.phone),
      village: `${source.township_name}${source.village_name}`,
      villageCode: source.village_code,
      members: source.members,
      cardBank: source.card_bank_name,
      cardNo: open(source.card_account_cipher, HOUSEHOLD_BINDINGS.card),
    },
  };
}

export interface PaperFactsInput {
  readonly agreement: AgreementRow;
  readonly source: PaperSource;
  readonly parties: RegisteredParties;
  readonly terms: Terms;
}

/** Everything that will stand on the paper of an agreement. */
export function agreementFactsOf(input: PaperFactsInput, stamp: PaperStamp): AgreementFacts {
  const { agreement, source, terms } = input;
  const { dividend } = terms.parameters;
  const { interestPayer, principalPayer, floorCountsReinvested } = dividend;
  return {
    ...stamp,
    contractNo: agreement.agreement_no,
    ...partiesOf(input.parties),
    principal: agreement.amount_fen,
    source: fundOf(agreement, source.loan, interestPayer),
    project: agreement.project,
    fundsReceivedOn: agreement.arrived_on,
    termMonths: agreement.term_months,
    promise: returnPromise(agreement, {
      dayCount: dividend.dividendDayCount,
      ladder: dividend.floorLadder,
      capPercent: dividend.floorCapPercent,
    }),
    security: securityOf(agreement.particulars),
    terms: termsOf(
      agreement.particulars,
      agreement.loan_id === null ? 'enterprise' : principalPayer,
      floorCountsReinvested,
    ),
  };
}

/** Where the money comes from, as the paper tells it. */
function fundOf(
  agreement: AgreementRow,
  loan: LoanSource | null,
  interestPayer: Terms['parameters']['dividend']['interestPayer'],
): FundSource {
  const { fund_source: kind, fund_reference: registerNo } = agreement;
  if (kind !== 'microloan') {
    invariant(registerNo, 'money of shares stands in their register');
    return { kind, registerNo };
  }
  invariant(loan, 'an agreement on a loan has its loan');
  return {
    kind,
    loanContractNo: loan.contract_no,
    rate: loan.annual_percent,
    dueOn: loan.matures_on ?? addMonths(loan.signed_on, loan.term_months),
    interestPayer,
  };
}
