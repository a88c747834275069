import { addMonths } from '../../../kernel/date.ts';
import type { Context } from '../../../platform/context.ts';
import type { PaperStamp } from '../../document/index.ts';
import { HOUSEHOLD_BINDINGS } from '../../household/index.ts';
import type { Terms } from '../../programme/index.ts';
import type { AgreementRow } from '../agreement.store.ts';
import type { PaperSource } from '../agreement.views.ts';
import type { AgreementFacts, ReturnPromise } from '../core/agreement-facts.ts';
import { securityOf, termsOf } from '../core/particulars.ts';
import { partiesOf, type RegisteredParties } from '../core/party-facts.ts';
import { floorTotal, returnSchedule } from '../core/return-schedule.ts';

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

function promiseOf(agreement: AgreementRow, terms: Terms): ReturnPromise {
  const { dividendDayCount } = terms.parameters.dividend;
  const dayBasis = dividendDayCount === 'act_360' ? 360 : 365;
  const promise = {
    amount: agreement.amount_fen,
    percent: agreement.floor_percent,
    dayBasis,
    termMonths: agreement.term_months,
    dueDay: agreement.dividend_due_day,
  } as const;
  const schedule = agreement.arrived_on ? returnSchedule(promise, agreement.arrived_on) : [];
  const [month, day] = agreement.dividend_due_day.split('-').map(Number);
  return {
    floorRate: agreement.floor_percent,
    floorYearly: agreement.floor_year_fen,
    floorTotal: floorTotal(promise, schedule),
    dayBasis,
    sharing: { rule: 'greater_of', percent: agreement.profit_share_percent },
    dueRule: `每年${month}月${day}日`,
    schedule,
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
  const { interestPayer, principalPayer } = terms.parameters.dividend;
  return {
    ...stamp,
    contractNo: agreement.agreement_no,
    ...partiesOf(input.parties),
    principal: agreement.amount_fen,
    source: {
      kind: 'microloan',
      loanContractNo: source.contract_no,
      rate: source.annual_percent,
      dueOn: source.matures_on ?? addMonths(source.signed_on, source.loan_term_months),
      interestPayer,
    },
    project: agreement.project,
    fundsReceivedOn: agreement.arrived_on,
    termMonths: agreement.term_months,
    promise: promiseOf(agreement, terms),
    security: securityOf(agreement.particulars),
    terms: termsOf(agreement.particulars, principalPayer),
  };
}
