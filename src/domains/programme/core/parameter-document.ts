import { fen } from '../../../kernel/money.ts';
import { FUNDING_SOURCES, SECURITY_KINDS } from './parameter-choices.ts';
import type { Parameters, ReviewStep } from './parameters.ts';

const toSnake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const toCamel = (name: string): string =>
  name.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());

function renamed(
  value: unknown,
  rename: (key: string) => string,
  leaf: (key: string, value: unknown) => unknown,
): unknown {
  if (Array.isArray(value)) return value.map((entry) => renamed(entry, rename, leaf));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]: [string, unknown]) => [
      rename(key),
      renamed(leaf(key, entry), rename, leaf),
    ]),
  );
}

/** Parameters under the names of SQL and JSON; amounts stay bigint. */
export function parameterRecord(parameters: Parameters): Record<string, unknown> {
  return renamed(parameters, toSnake, (_key, value) => value) as Record<string, unknown>;
}

/** Parameters as the database stores them: names in snake_case, amounts as digits of fen. */
export function encodeParameters(parameters: Parameters): Record<string, unknown> {
  return renamed(parameters, toSnake, (_key, value) =>
    typeof value === 'bigint' ? String(value) : value,
  ) as Record<string, unknown>;
}

/** Reads what {@link encodeParameters} wrote. Stored versions were checked before they were published. */
export function decodeParameters(stored: unknown): Parameters {
  const written = renamed(stored, toCamel, (key, value) =>
    key.endsWith('_fen') && typeof value === 'string' ? fen(BigInt(value)) : value,
  ) as StoredParameters;
  return withLaterTerms(written);
}

type LaterEligibility = 'requiredFacts' | 'gradeLines';
type LaterLoan =
  | 'compoundInterest'
  | 'fundingSourcesAllowed'
  | 'securityAllowed'
  | 'bridgeAllowed'
  | 'coBorrower'
  | 'coBorrowerAgeMax'
  | 'creditLineRule'
  | 'countySets';
type LaterInterest = 'rateSpreadTable' | 'rateSpreadAsof';
type LaterSubsidy =
  | 'ratioAfterStudyPercent'
  | 'studyGraceMonths'
  | 'studyLimitMonths'
  | 'reviewSteps'
  | 'forecastLeadDays'
  | 'gatherer'
  | 'applicationPapers'
  | 'batchMonths'
  | 'payWithinWorkingDays';

type LaterDividend =
  | 'enterpriseHouseholdsMax'
  | 'enterpriseAmountMaxYuan'
  | 'enterpriseShareMaxPercent'
  | 'enterpriseShareAboveYuan'
  | 'enterpriseMeansPercent';

type Absent<T, Name extends keyof T> = Omit<T, Name> & Partial<Pick<T, Name>>;

/** What a stored version holds: everything but the terms that came later. */
type StoredParameters = Omit<Parameters, 'eligibility' | 'loan' | 'interest' | 'subsidy' | 'dividend'> & {
  readonly eligibility: Absent<Parameters['eligibility'], LaterEligibility>;
  readonly loan: Absent<Parameters['loan'], LaterLoan>;
  readonly interest: Absent<Parameters['interest'], LaterInterest>;
  readonly subsidy: Absent<Parameters['subsidy'], LaterSubsidy>;
  readonly dividend: Absent<Parameters['dividend'], LaterDividend>;
};

/** The county office reviews, as all claims were before the steps were a term. */
export const COUNTY_REVIEWS: readonly ReviewStep[] = [
  { name: '县级审核', role: 'county_office', workingDays: 10 },
];

/**
 * A version published before a term existed says nothing of it: then it restricts nothing and adds nothing.
 * E-commerce counted as trade until it had a word of its own (2016 provincial opinion, item 15).
 */
function withLaterTerms(stored: StoredParameters): Parameters {
  const { eligibility, loan, interest, subsidy, dividend, ...others } = stored;
  const before = loan.securityAllowed === undefined;
  const purposes = before && loan.allowedPurposes.includes('trade') ? ['e_commerce'] : [];
  return {
    ...others,
    eligibility: { requiredFacts: [], gradeLines: [], ...eligibility },
    loan: {
      compoundInterest: 'none',
      fundingSourcesAllowed: FUNDING_SOURCES,
      securityAllowed: SECURITY_KINDS,
      bridgeAllowed: true,
      coBorrower: 'not_asked',
      coBorrowerAgeMax: null,
      creditLineRule: 'not_asked',
      countySets: [],
      ...loan,
      allowedPurposes: [...loan.allowedPurposes, ...purposes],
    },
    interest: { rateSpreadTable: [], rateSpreadAsof: 'reset', ...interest },
    subsidy: {
      ratioAfterStudyPercent: null,
      studyGraceMonths: 0,
      studyLimitMonths: null,
      reviewSteps: COUNTY_REVIEWS,
      forecastLeadDays: null,
      gatherer: 'bank',
      applicationPapers: [],
      batchMonths: [],
      payWithinWorkingDays: null,
      ...subsidy,
    },
    dividend: {
      enterpriseHouseholdsMax: null,
      enterpriseAmountMaxYuan: null,
      enterpriseShareMaxPercent: null,
      enterpriseShareAboveYuan: 0,
      enterpriseMeansPercent: null,
      ...dividend,
    },
  };
}

/** Text of a stored set with sorted names: the same values always have the same text, hence the same hash. */
export function canonicalText(stored: unknown): string {
  return JSON.stringify(stored, (_key, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
