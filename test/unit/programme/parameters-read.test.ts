import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkParameters } from '../../../src/domains/programme/core/check-parameters.ts';
import * as choice from '../../../src/domains/programme/core/parameter-choices.ts';
import type { Parameters } from '../../../src/domains/programme/core/parameters.ts';
import { GANSU_2016 } from '../../../src/domains/programme/core/presets/gansu-2016.ts';
import { date } from '../../../src/kernel/date.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** What names every term without carrying any out: declarations, presets, the checks of publication. */
const DECLARES =
  /domains\/programme\/(?:parameters\.schema|core\/(?:presets\/.*|parameters|parameter-\w+|product-choices|check-parameters|unsupported-choices))\.ts$/;

interface SourceFile {
  /** A slice of the domains, or the folder. */
  readonly place: string;
  readonly text: string;
}

function sourceFiles(folder: string): SourceFile[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name}`)
    .filter((path) => path.endsWith('.ts') && !DECLARES.test(path))
    .map((path) => ({
      place: path.startsWith('src/domains/') ? path.split('/').slice(0, 3).join('/') : folder,
      text: readFileSync(join(ROOT, path), 'utf8').replace(/\/\*[^]*?\*\/|\/\/.*/g, ''),
    }));
}
const READERS = ['src/domains', 'src/kernel', 'migrations'].flatMap(sourceFiles);

/** Terms that are told and shown with the version and decide nothing, each with its reason. */
const LABELS: Readonly<Record<string, string>> = {
  // the marks for honesty, labour and income stay on the sheet that the bank keeps: the score is what it
  // signs
  'eligibility.ratingWeights': 'the bank rates by its own sheet; the score is entered',
  'interest.rateSource': 'agrees with the rule of the ceiling, which decides; the rate itself is entered',
  'subsidy.penaltyInterestExcluded': 'no choice: penalty interest never carries a subsidy',
  'subsidy.subsidyPayerLevel': 'whose budget it is stands on the budget itself',
  'subsidy.workflowVariant': 'the letter of the table; its parts (gatherer, steps, order) decide',
  'subsidy.quotaLeftover': 'the budget of the next year, what is left included, is entered with its document',
  'disclosure.disclosureResultWorkingDays': 'when the office answers; nothing is drawn up of it',
  'disclosure.archiveRetention': 'nothing is ever deleted, whatever the years',
};

/** The words of each term that is a choice, or a list of choices. */
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  'eligibility.eligibleGroup': choice.ELIGIBLE_GROUPS,
  'eligibility.eligibilityDateRule': choice.ELIGIBILITY_DATE_RULES,
  'eligibility.struckOffEffect': choice.MISUSE_EFFECTS,
  'eligibility.movedAwayEffect': choice.MOVED_AWAY_EFFECTS,
  'eligibility.ageTestDate': choice.AGE_TEST_DATES,
  'eligibility.rosterApprovalLevel': choice.ROSTER_APPROVAL_LEVELS,
  'eligibility.requiredFacts': choice.REQUIRED_FACTS,
  'loan.capScope': choice.CAP_SCOPES,
  'loan.usageModeAllowed': choice.USAGE_MODES,
  'loan.reBorrowRule': choice.RE_BORROW_RULES,
  'loan.deathEffect': choice.DEATH_EFFECTS,
  'loan.misuseEffect': choice.MISUSE_EFFECTS,
  'loan.compoundInterest': choice.COMPOUND_INTERESTS,
  'loan.fundingSourcesAllowed': choice.FUNDING_SOURCES,
  'loan.securityAllowed': choice.SECURITY_KINDS,
  'loan.coBorrower': choice.CO_BORROWERS,
  'loan.creditLineRule': choice.CREDIT_LINE_RULES,
  'interest.rateSource': choice.RATE_SOURCES,
  'interest.rateAsof': choice.RATE_ASOFS,
  'interest.rateReset': choice.RATE_RESETS,
  'interest.rateCeilingRule': choice.RATE_CEILING_RULES,
  'interest.rateSpreadAsof': choice.RATE_SPREAD_ASOFS,
  'interest.dayCountBasis': choice.DAY_COUNT_BASES,
  'interest.interestMethod': choice.INTEREST_METHODS,
  'interest.settlementCalendar': choice.SETTLEMENT_CALENDARS,
  'interest.settlementCalendarRenewal': choice.SETTLEMENT_CALENDARS,
  'interest.roundingUnit': choice.ROUNDING_UNITS,
  'interest.roundingMode': choice.ROUNDING_MODES,
  'interest.holidayRule': choice.HOLIDAY_RULES,
  'subsidy.subsidyRateRule': choice.SUBSIDY_RATE_RULES,
  'subsidy.subsidyTimeUnit': choice.SUBSIDY_TIME_UNITS,
  'subsidy.accruedOrPaid': choice.ACCRUED_OR_PAID,
  'subsidy.overdueRule': choice.OVERDUE_RULES,
  'subsidy.subsidyPayerLevel': choice.SUBSIDY_PAYER_LEVELS,
  'subsidy.payee': choice.PAYEES,
  'subsidy.payOrder': choice.PAY_ORDERS,
  'subsidy.subsidyFrequency': choice.SUBSIDY_FREQUENCIES,
  'subsidy.workflowVariant': choice.WORKFLOW_VARIANTS,
  'subsidy.trueUpRule': choice.TRUE_UP_RULES,
  'subsidy.clawbackOrder': choice.CLAWBACK_STEPS,
  'subsidy.shortageRule': choice.SHORTAGE_RULES,
  'subsidy.quotaLeftover': choice.QUOTA_LEFTOVERS,
  'subsidy.subsidyPublicityLevels': choice.PUBLICITY_LEVELS,
  'subsidy.publicityLevelOrder': choice.PUBLICITY_LEVEL_ORDERS,
  'subsidy.gatherer': choice.GATHERERS,
  'subsidy.applicationPapers': choice.APPLICATION_PAPERS,
  'dividend.floorRateLink': choice.FLOOR_RATE_LINKS,
  'dividend.participatingRatioMode': choice.PARTICIPATING_RATIO_MODES,
  'dividend.dividendFrequency': choice.DIVIDEND_FREQUENCIES,
  'dividend.dividendDayCount': choice.DIVIDEND_DAY_COUNTS,
  'dividend.dividendStartRule': choice.DIVIDEND_START_RULES,
  'dividend.interestPayer': choice.INTEREST_PAYERS,
  'dividend.principalPayer': choice.PRINCIPAL_PAYERS,
  'dividend.shortfallCureOrder': choice.SHORTFALL_CURERS,
  'dividend.payeeUnit': choice.PAYEE_UNITS,
  'dividend.agreementRegime': choice.AGREEMENT_REGIMES,
  'disclosure.publicityDayKind': choice.PUBLICITY_DAY_KINDS,
  'disclosure.objectionEffect': choice.OBJECTION_EFFECTS,
  'disclosure.archiveRetention': choice.ARCHIVE_RETENTIONS,
  'disclosure.amountWordsStyle': choice.AMOUNT_WORDS_STYLES,
  'disclosure.pageLayout': choice.PAGE_LAYOUTS,
  'disclosure.lineBreakLevel': choice.LINE_BREAK_LEVELS,
};

const TERMS = GANSU_2016.parameters;
const NAMES = Object.entries(TERMS).flatMap(([area, values]) =>
  Object.keys(values as object).map((name) => `${area}.${name}`),
);
const splitName = (term: string): [keyof Parameters, string] => {
  const [area = '', name = ''] = term.split('.');
  return [area as keyof Parameters, name];
};
const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The slices and folders whose code reads a term by its name, in TypeScript or in SQL. */
function placesThatRead(term: string): Set<string> {
  const [, name] = splitName(term);
  const named = new RegExp(`\\b(?:${name}|${snake(name)})\\b`);
  return new Set(READERS.filter(({ text }) => named.test(text)).map(({ place }) => place));
}

/** Whether a version that makes this choice is refused at publication at that very term. */
function isRefused(term: string, word: unknown): boolean {
  const [area, name] = splitName(term);
  const before = (TERMS[area] as unknown as Record<string, unknown>)[name];
  const set = {
    ...TERMS,
    [area]: { ...TERMS[area], [name]: Array.isArray(before) ? [word] : word },
  };
  const pointer = `/parameters/${area}/${snake(name)}`;
  return checkParameters(set, date('2015-07-01')).some(
    (error) => error.code === 'programme.choice-unsupported' && error.pointer.startsWith(pointer),
  );
}

/** A value beside that of the preset for the terms that are no choice and are read by nobody. */
const OTHER_VALUES: Readonly<Record<string, unknown>> = {
  'eligibility.debtRatioMaxPercent': 60_0000,
  'loan.prepaymentAllowed': false,
  'subsidy.overdueGraceDays': 5,
  'subsidy.reliefDaysSubsidised': false,
  'dividend.excessSplit': { party: 'collective', sharePercent: 100_0000 },
  'dividend.shortfallPenaltyRatePercent': 500,
  'disclosure.maskId': { keepFirst: 6, keepLast: 2 },
  'disclosure.maskAccount': { keepLast: 0 },
};

describe('what a programme version says', () => {
  it.each(NAMES)('%s is carried out, refused or told', (term) => {
    if (term in LABELS) return;
    if (placesThatRead(term).size > 0) return;
    const [area, name] = splitName(term);
    const own = (TERMS[area] as unknown as Record<string, unknown>)[name];
    const others = CHOICES[term]?.filter((word) => word !== own) ?? [OTHER_VALUES[term]];
    expect(others.filter((value) => value === undefined || !isRefused(term, value))).toEqual([]);
  });

  it.each(Object.entries(CHOICES).filter(([term]) => !(term in LABELS)))(
    '%s: every choice but the remaining one is told apart, or refused',
    (term, words) => {
      const places = placesThatRead(term);
      const text = READERS.filter(({ place }) => places.has(place)).map((file) => file.text);
      const names = (word: string): boolean => {
        const written = new RegExp(`['"]${word}['"]|\\b${word}:`);
        return text.some((one) => written.test(one));
      };
      const idle = words.filter((word) => !isRefused(term, word) && !names(word));
      expect(idle.length, idle.join()).toBeLessThanOrEqual(1);
    },
  );

  it('is known here to the last choice', () => {
    expect(Object.keys(LABELS).filter((term) => !NAMES.includes(term))).toEqual([]);
    expect(Object.keys(CHOICES).filter((term) => !NAMES.includes(term))).toEqual([]);
    const worded = NAMES.filter((term) => {
      const [area, name] = splitName(term);
      return typeof (TERMS[area] as unknown as Record<string, unknown>)[name] === 'string';
    });
    const DATES = ['loan.enterpriseLedAllowedUntil', 'subsidy.prefundDate', 'dividend.dividendDueDay'];
    expect(worded.filter((term) => !(term in CHOICES) && !DATES.includes(term))).toEqual([]);
  });
});
