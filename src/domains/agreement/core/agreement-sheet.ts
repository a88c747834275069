import { addMonths, date, formatDateZh } from '../../../kernel/date.ts';
import { invariant } from '../../../kernel/invariant.ts';
import { amountInWords } from '../../../kernel/money-words.ts';
import { addFen, formatYuanGrouped, type Fen } from '../../../kernel/money.ts';
import { formatPercent } from '../../../kernel/rate.ts';
import type {
  AgreementFacts,
  AgreementTerms,
  HouseholdParty,
  ReturnPromise,
  SecurityPromise,
} from './agreement-facts.ts';

/** Final strings of the paper, by the field names of `templates/agreement/four-party`. */
export type AgreementFields = Readonly<Record<string, string | readonly (readonly string[])[]>>;

// From this day the Civil Code replaces the Contract Law (民法典 第1260条).
const CIVIL_CODE_FROM = date('2021-01-01');

function amount(prefix: string, value: Fen): Record<string, string> {
  return { [`${prefix}_digits`]: formatYuanGrouped(value), [`${prefix}_words`]: amountInWords(value) };
}

/** `共4人：张三（户主）、李四（配偶）`. */
function membersText(household: HouseholdParty): string {
  const people = [{ name: household.head, relation: '户主' }, ...household.members];
  const names = people.map((person) => `${person.name}（${person.relation}）`).join('、');
  return `共${people.length}人：${names}`;
}

function partyFields(facts: AgreementFacts): AgreementFields {
  const { government, bank, enterprise, household } = facts;
  return {
    government_name: government.name,
    government_head: government.head,
    government_contact: government.contact ?? '',
    ...(bank ? { bank_name: bank.name, bank_head: bank.head, bank_contact: bank.contact ?? '' } : {}),
    enterprise_kind: enterprise.kind,
    enterprise_name: enterprise.name,
    enterprise_uscc: enterprise.uscc,
    enterprise_legal_person: enterprise.legalPerson,
    enterprise_address: enterprise.address,
    enterprise_phone: enterprise.phone,
    enterprise_account_bank: enterprise.accountBank,
    enterprise_account_no: enterprise.accountNo,
    household_head: household.head,
    household_resident_id: household.residentId,
    household_no: household.householdNo,
    household_phone: household.phone,
    household_village: household.village,
    household_village_code: household.villageCode,
    household_members: membersText(household),
    household_card_bank: household.cardBank,
    household_card_no: household.cardNo,
  };
}

function fundFields(facts: AgreementFacts): AgreementFields {
  const { source } = facts;
  const common = {
    fund_source: source.kind,
    project: facts.project,
    ...amount('principal', facts.principal),
  };
  if (source.kind !== 'microloan') return { ...common, fund_reference: source.registerNo };
  return {
    ...common,
    fund_reference: source.loanContractNo,
    loan_rate: formatPercent(source.rate),
    loan_due_on: formatDateZh(source.dueOn),
    interest_payer: source.interestPayer,
  };
}

function termFields(facts: AgreementFacts): AgreementFields {
  const { fundsReceivedOn, termMonths } = facts;
  const term = { term_months: String(termMonths) };
  if (fundsReceivedOn === null) return term;
  return {
    ...term,
    funds_received_on: formatDateZh(fundsReceivedOn),
    term_from: formatDateZh(fundsReceivedOn),
    term_to: formatDateZh(addMonths(fundsReceivedOn, termMonths)),
  };
}

/** `每满1年提高1个百分点`, with where it ends. */
function ladderFields({ ladder = [], ladderCap = null }: ReturnPromise): AgreementFields {
  if (ladder.length === 0) return {};
  const rises = ladder.map(
    ({ everyYears, ratePercent }) => `每满${String(everyYears)}年提高${formatPercent(ratePercent)}个百分点`,
  );
  const cap = ladderCap === null ? '' : `，最高不超过${formatPercent(ladderCap)}%`;
  return { ladder: `${rises.join('；')}${cap}` };
}

function promiseFields(promise: ReturnPromise): AgreementFields {
  const { schedule, sharing } = promise;
  const scheduled = addFen(...schedule.map((instalment) => instalment.amount));
  invariant(
    schedule.length === 0 || scheduled === promise.floorTotal,
    'the instalments sum to the promised total',
  );
  return {
    floor_rate: formatPercent(promise.floorRate),
    ...amount('floor_yearly', promise.floorYearly),
    ...amount('floor_total', promise.floorTotal),
    day_basis: String(promise.dayBasis),
    sharing_rule: sharing.rule,
    sharing_percent: sharing.rule === 'none' ? '' : formatPercent(sharing.percent),
    due_rule: promise.dueRule,
    ...(promise.frequency && promise.frequency !== 'yearly' ? { frequency: promise.frequency } : {}),
    ...ladderFields(promise),
    schedule: schedule.map((instalment, index) => [
      String(index + 1),
      `${formatDateZh(instalment.period.from)}至${formatDateZh(instalment.period.to)}`,
      formatDateZh(instalment.dueOn),
      formatYuanGrouped(instalment.amount),
    ]),
  };
}

function securityFields(security: SecurityPromise): AgreementFields {
  const { mortgage, deposit, guarantor, insurance } = security;
  const given = [mortgage, deposit, guarantor, insurance].some((entry) => entry !== null);
  return {
    security: given ? 'given' : 'none',
    security_mortgage: mortgage ?? '',
    security_deposit:
      deposit === null ? '' : `${amountInWords(deposit)}（小写：¥${formatYuanGrouped(deposit)}）`,
    security_guarantor: guarantor ?? '',
    security_insurance: insurance ?? '',
  };
}

const NUMERALS = { 3: '三', 4: '四', 5: '五', 6: '六' } as const;

/** One copy a party, then one for the township, then one for the archive. */
function copiesFields(copies: AgreementTerms['copies'], threeParty: boolean): Record<string, string> {
  const [parties, names] = threeParty ? [3, '甲、乙、丙三方'] : [4, '甲、乙、丙、丁四方'];
  const more = ['，乡镇人民政府留存一份', '，归档一份'].slice(0, copies - parties).join('');
  return { copies: NUMERALS[copies], copies_holders: `${names}各执一份${more}` };
}

function agreedFields(terms: AgreementTerms): AgreementFields {
  return {
    principal_payer: terms.principalPayer,
    principal_lead_days: String(terms.principalLeadDays),
    inspection_days: String(terms.inspectionDays),
    exit_notice_days: String(terms.exitNoticeDays),
    exit_settle_days: String(terms.exitSettleDays),
    ...(terms.reinvested
      ? {
          reinvested_percent: formatPercent(terms.reinvested.percent),
          reinvested_counts: terms.reinvested.countsForFloor ? 'yes' : 'no',
        }
      : {}),
    late_fee: formatPercent(terms.lateFee),
    rectification_days: String(terms.rectificationDays),
    training_sessions: terms.trainingSessions === null ? '' : String(terms.trainingSessions),
    job_promise: terms.jobPromise ?? '',
    mediation_body: terms.mediationBody,
    dispute: terms.dispute.way,
    dispute_body: terms.dispute.body,
    attachments: terms.attachments.map((name, index) => `${index + 1}．${name}`).join('；'),
  };
}

/** Turns the facts of an agreement into the final strings that its sheet is composed from. */
export function agreementFields(facts: AgreementFacts): AgreementFields {
  return {
    issued_on: facts.issuedOn,
    contract_no: facts.contractNo,
    print_id: facts.printId,
    verify_url: facts.verifyUrl,
    verify_code: facts.verifyCode,
    governing_law: facts.issuedOn < CIVIL_CODE_FROM ? '中华人民共和国合同法' : '中华人民共和国民法典',
    ...partyFields(facts),
    ...fundFields(facts),
    ...termFields(facts),
    ...promiseFields(facts.promise),
    ...securityFields(facts.security),
    ...agreedFields(facts.terms),
    ...copiesFields(facts.terms.copies, facts.bank === null),
  };
}
