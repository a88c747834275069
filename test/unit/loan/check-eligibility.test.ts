import { describe, expect, it } from 'vitest';
import { checkEligibility, checkStanding } from '../../../src/domains/loan/core/check-eligibility.ts';
import type { CoBorrowerFacts } from '../../../src/domains/loan/core/co-borrower.ts';
import type { EligibilityInput, EligibilityTerms } from '../../../src/domains/loan/core/eligibility-input.ts';
import { ineligible } from '../../../src/domains/loan/core/failures.ts';
import { PLAIN_KIND } from '../../../src/domains/loan/core/loan-kind.ts';
import { date } from '../../../src/kernel/date.ts';
import { fen } from '../../../src/kernel/money.ts';

const terms: EligibilityTerms = {
  capPerHousehold: fen(50_000_00n),
  capInclTopup: fen(100_000_00n),
  capByBorrowerYear: false,
  fundingSources: ['own', 'relending'],
  securities: ['none', 'guarantor'],
  bridgeAllowed: false,
  forStudies: false,
  coBorrower: 'not_asked',
  coBorrowerAgeMax: null,
  maxTermMonths: 36,
  ageMin: 18,
  ageMax: 65,
  ageTestDate: 'application',
  judgedAtDrawdown: false,
  eligibleStatuses: ['registered_poor', 'exited_with_policy'],
  allowedPurposes: ['planting', 'breeding'],
  forbiddenPurposes: ['wedding'],
  usageModes: ['self', 'enterprise_led'],
  enterpriseLedUntil: date('2017-07-25'),
  oneOpenLoan: true,
  rosterRequired: true,
  requiredFacts: [],
  creditLineRule: 'when_granted',
  passScore: 70,
  grades: ['1', '2', '3', '4'],
  gradeLines: [{ grade: '3', line: fen(30_000_00n) }],
  instalmentsAllowed: true,
  renewalCount: 1,
  renewalMaxTermMonths: 24,
  ledRenewalAllowed: false,
};

const sound: EligibilityInput = {
  terms,
  request: {
    principal: fen(50_000_00n),
    termMonths: 36,
    annualPercent: 47_500,
    purposeCode: 'breeding',
    usageMode: 'self',
    repaymentMethod: 'interest_only',
    appliedOn: date('2016-03-01'),
    ...PLAIN_KIND,
  },
  renewalNo: 0,
  household: {
    status: 'registered_poor',
    onRoster: true,
    facts: [],
    credit: null,
    openLoans: 0,
    openPrincipal: fen(0n),
  },
  borrower: { birthDate: date('1980-05-05'), belongs: true },
  enterprise: null,
  coBorrower: null,
  ceilingPercent: 47_500,
  assessedOn: date('2016-03-01'),
  today: date('2016-03-02'),
};

type Change = Partial<{
  [Part in keyof EligibilityInput]: EligibilityInput[Part] extends object | null
    ? Partial<EligibilityInput[Part]> | null
    : EligibilityInput[Part];
}>;

const line = (fenOfLine: bigint, grade: string | null = '1') => ({
  credit: { line: fen(fenOfLine), used: fen(0n), score: 80, grade },
});
const rated = (grade: string | null, fenOfLine: bigint): Change => ({ household: line(fenOfLine, grade) });
const toppingUp = (owed: bigint): Change => ({
  request: { topUp: true },
  household: { openLoans: 1, openPrincipal: fen(owed) },
});

function having(change: Change): EligibilityInput {
  const merged = Object.entries(change).map(([part, value]) => [
    part,
    typeof value === 'object' && value !== null
      ? { ...(sound[part as keyof EligibilityInput] as object), ...value }
      : value,
  ]);
  return { ...sound, ...(Object.fromEntries(merged) as Partial<EligibilityInput>) };
}

const codes = (change: Change): string[] => checkEligibility(having(change)).map(({ code }) => code);

const led = { usageMode: 'enterprise_led' } as const;
const firm = { inGoodStanding: true };
const afterBan = { assessedOn: date('2017-07-26'), today: date('2017-08-01') };

const MOTHER: CoBorrowerFacts = { birthDate: date('1975-05-05'), relation: 'parent', isBorrower: false };
/** Terms that ask for a co-borrower, and who he is. */
const answering = (person: Partial<CoBorrowerFacts> | null): Change => ({
  terms: { coBorrower: 'required', coBorrowerAgeMax: 60 },
  coBorrower: person && { ...MOTHER, ...person },
});
/** A student until 2018-07-01 by the application, and until another day by the school. */
const enrolled = (endsOn: string): Change => ({
  terms: { forStudies: true, requiredFacts: ['enrolment'] },
  request: { studiesEndOn: date('2018-07-01') },
  household: { facts: [{ kind: 'enrolment', endsOn: date(endsOn) }] },
});
const studying = { terms: { forStudies: true } };

describe('who may borrow', () => {
  it('lends to a registered household within every limit', () => {
    expect(codes({})).toEqual([]);
  });

  it('renews as often and as long as the version says, for own use', () => {
    const renewed = { request: { termMonths: 24 }, renewalNo: 1 };
    expect(codes(renewed)).toEqual([]);
    expect(codes({ request: { termMonths: 25 }, renewalNo: 1 })).toEqual(['loan.over-term']);
    expect(codes({ ...renewed, renewalNo: 2 })).toEqual(['loan.renewal-used']);
    expect(codes({ request: { termMonths: 24, ...led }, enterprise: firm, renewalNo: 1 })).toEqual([
      'loan.led-renewal-forbidden',
    ]);
    expect(codes({ ...renewed, terms: { renewalCount: 0 } })).toEqual(['loan.renewal-used']);
  });

  it.each<[string, string, Change]>([
    ['over-cap', '/principal', { request: { principal: fen(50_000_01n) } }],
    ['over-term', '/term_months', { request: { termMonths: 37 } }],
    ['under-age', '/borrower_id', { borrower: { birthDate: date('1998-03-02') } }],
    ['over-age', '/borrower_id', { borrower: { birthDate: date('1950-03-01') } }],
    ['borrower-left', '/borrower_id', { borrower: { belongs: false } }],
    ['not-registered', '/household_id', { household: { status: null } }],
    ['struck-off', '/household_id', { household: { status: 'struck_off' } }],
    ['moved-away', '/household_id', { household: { status: 'moved_away' } }],
    ['not-eligible-status', '/household_id', { household: { status: 'monitored' } }],
    ['not-on-roster', '/household_id', { household: { onRoster: false } }],
    ['forbidden-purpose', '/purpose_code', { request: { purposeCode: 'wedding' } }],
    ['unknown-purpose', '/purpose_code', { request: { purposeCode: 'space_travel' } }],
    ['rate-above-ceiling', '/annual_percent', { request: { annualPercent: 47_501 } }],
    ['open-loan', '/household_id', { household: { openLoans: 1, openPrincipal: fen(50_000_00n) } }],
    [
      'usage-mode-forbidden',
      '/usage_mode',
      { request: led, enterprise: firm, terms: { usageModes: ['self'] } },
    ],
    ['led-banned-since', '/usage_mode', { request: led, enterprise: firm, ...afterBan }],
    ['enterprise-missing', '/enterprise_id', { request: led }],
    ['enterprise-on-own-use', '/enterprise_id', { enterprise: firm }],
    [
      'enterprise-not-in-good-standing',
      '/enterprise_id',
      { request: led, enterprise: { inGoodStanding: false } },
    ],
    [
      'future-date',
      '/applied_on',
      { request: { appliedOn: date('2016-03-03') }, assessedOn: date('2016-03-03') },
    ],
    ['future-date', '/signed_on', { assessedOn: date('2016-03-03') }],
    ['signed-before-application', '/signed_on', { assessedOn: date('2016-02-29') }],
    ['funding-not-allowed', '/funding_source', { request: { fundingSource: 'entrusted' } }],
    ['security-not-allowed', '/security', { request: { security: 'rights_mortgage' } }],
    ['bridge-not-allowed', '/bridge', { request: { bridge: true } }],
    ['studies-not-asked', '/studies_end_on', { request: { studiesEndOn: date('2018-07-01') } }],
    ['studies-missing', '/studies_end_on', { terms: { forStudies: true } }],
    ['studies-over', '/studies_end_on', { ...studying, request: { studiesEndOn: date('2016-03-01') } }],
    [
      'studies-beyond-term',
      '/studies_end_on',
      { ...studying, request: { studiesEndOn: date('2019-03-02') } },
    ],
    ['no-credit-line', '/household_id', { terms: { creditLineRule: 'required' } }],
    [
      'below-pass-score',
      '/household_id',
      { household: { credit: { line: fen(50_000_00n), used: fen(0n), score: 69, grade: '1' } } },
    ],
    [
      'over-credit-line',
      '/principal',
      { household: { credit: { line: fen(49_999_99n), used: fen(0n), score: null, grade: '1' } } },
    ],
    [
      'over-credit-line',
      '/principal',
      {
        terms: { oneOpenLoan: false },
        household: { credit: { line: fen(60_000_00n), used: fen(10_000_01n), score: null, grade: '1' } },
      },
    ],
    ['grade-unknown', '/household_id', rated('AA', 50_000_00n)],
    ['over-grade-line', '/principal', rated('3', 50_000_00n)],
    ['over-cap', '/principal', toppingUp(50_000_01n)],
    ['nothing-to-top-up', '/top_up', { request: { topUp: true } }],
    [
      'top-up-not-allowed',
      '/top_up',
      { ...toppingUp(0n), terms: { capInclTopup: fen(50_000_00n), capPerHousehold: fen(50_000_00n) } },
    ],
    ['not-a-dangerous-house', '/household_id', { terms: { requiredFacts: ['dangerous_house'] } }],
    [
      'not-relocated',
      '/household_id',
      {
        terms: { requiredFacts: ['relocation'] },
        household: { facts: [{ kind: 'dangerous_house', endsOn: null }] },
      },
    ],
    ['not-enrolled', '/borrower_id', { terms: { requiredFacts: ['enrolment'] } }],
    ['studies-beyond-enrolment', '/studies_end_on', enrolled('2018-06-30')],
    ['co-borrower-missing', '/co_borrower', answering(null)],
    ['co-borrower-not-asked', '/co_borrower', { coBorrower: MOTHER }],
    ['co-borrower-same-person', '/co_borrower/id_no', answering({ isBorrower: true })],
    ['co-borrower-under-age', '/co_borrower/id_no', answering({ birthDate: date('1998-03-02') })],
    [
      'co-borrower-over-age',
      '/co_borrower/id_no',
      answering({ relation: 'guardian', birthDate: date('1955-03-01') }),
    ],
    ['bullet-over-a-year', '/repayment_method', { request: { repaymentMethod: 'bullet', termMonths: 13 } }],
    [
      'instalments-forbidden',
      '/repayment_method',
      { request: { repaymentMethod: 'equal_principal' }, terms: { instalmentsAllowed: false } },
    ],
  ])('refuses by name: %s at %s', (code, pointer, change) => {
    const refusals = checkEligibility(having(change));
    expect(refusals.map((refusal) => [refusal.code, refusal.pointer])).toEqual([[`loan.${code}`, pointer]]);
    expect(refusals[0]!.detail).toMatch(/^[^a-z]+[。]$/);
  });

  it.each<[string, Partial<CoBorrowerFacts>]>([
    ['of full age on the day', { birthDate: date('1998-03-01') }],
    ['a guardian of the last year that may', { relation: 'guardian', birthDate: date('1955-03-02') }],
    ['a parent of any age', { birthDate: date('1940-01-01') }],
  ])('takes a co-borrower: %s', (_name, change) => {
    expect(codes(answering(change))).toEqual([]);
  });

  it('追加贷款（银保监发〔2021〕6号）: stands beside the open loan, up to the cap that includes it', () => {
    expect(codes(toppingUp(50_000_00n))).toEqual([]);
    // and a loan that is none keeps to the household's own cap, whatever a top-up could reach
    expect(codes({ terms: { oneOpenLoan: false }, household: { openPrincipal: fen(1n) } })).toEqual([
      'loan.over-cap',
    ]);
    expect(
      codes({ ...toppingUp(1n), household: { openLoans: 1, openPrincipal: fen(1n), ...line(49_999_99n) } }),
    ).toEqual(['loan.over-credit-line']);
  });

  it('lends on a grade of the version, within what it lends on that grade', () => {
    expect(codes(rated('4', 50_000_00n))).toEqual([]);
    expect(codes({ ...rated('3', 50_000_00n), request: { principal: fen(30_000_00n) } })).toEqual([]);
    // a ledger's word is of another scheme
    expect(codes(rated(null, 50_000_00n))).toEqual([]);
  });

  it('stays within a credit line to the last fen, and asks for none where the terms do not', () => {
    expect(
      codes({
        terms: { oneOpenLoan: false },
        household: { credit: { line: fen(60_000_00n), used: fen(10_000_00n), score: null, grade: '1' } },
      }),
    ).toEqual([]);
    const passed = { credit: { line: fen(50_000_00n), used: fen(0n), score: 70, grade: '1' } };
    expect(codes({ household: passed })).toEqual([]);
    const none = { credit: { line: fen(0n), used: fen(0n), score: null, grade: '1' } };
    expect(codes({ household: none, terms: { creditLineRule: 'not_asked' } })).toEqual([]);
  });

  it('lets the studies end when the school says that they end', () => {
    expect(codes(enrolled('2018-07-01'))).toEqual([]);
  });

  it('lets the studies end on the day the loan falls due, and counts a cap by borrower and year', () => {
    expect(codes({ ...studying, request: { studiesEndOn: date('2019-03-01') } })).toEqual([]);
    const [refusal] = checkEligibility(
      having({
        terms: { oneOpenLoan: false, capByBorrowerYear: true },
        household: { openPrincipal: fen(1n) },
      }),
    );
    expect(refusal?.detail).toContain('加上本年已办 0.01 元，超过每人每年限额');
  });

  it('keeps the edges: 18 and 65 may borrow, the last day of led use counts, a month of twelve may be bullet', () => {
    expect(codes({ borrower: { birthDate: date('1998-03-01') } })).toEqual([]);
    expect(codes({ borrower: { birthDate: date('1950-03-02') } })).toEqual([]);
    const lastDay = { assessedOn: date('2017-07-25'), today: date('2017-08-01') };
    expect(codes({ request: led, enterprise: firm, ...lastDay })).toEqual([]);
    expect(codes({ request: { repaymentMethod: 'bullet', termMonths: 12 } })).toEqual([]);
  });

  it('tests the age at maturity where the terms say so', () => {
    const borrower = { birthDate: date('1952-01-01') };
    expect(codes({ borrower })).toEqual([]);
    expect(codes({ borrower, terms: { ageTestDate: 'maturity' } })).toEqual(['loan.over-age']);
  });

  it('counts open principal against the cap where a second loan is allowed', () => {
    const household = { openLoans: 1, openPrincipal: fen(30_000_00n) };
    const second = { household, terms: { oneOpenLoan: false } };
    expect(codes({ ...second, request: { principal: fen(20_000_00n) } })).toEqual([]);
    expect(codes({ ...second, request: { principal: fen(20_000_01n) } })).toEqual(['loan.over-cap']);
  });

  it('leaves the status to the drawdown where the terms say so', () => {
    const household = { status: 'struck_off' };
    expect(codes({ household, terms: { judgedAtDrawdown: true } })).toEqual([]);
    expect(checkStanding('struck_off', terms.eligibleStatuses, date('2016-03-09'))?.code).toBe(
      'loan.struck-off',
    );
    expect(checkStanding('registered_poor', terms.eligibleStatuses, date('2016-03-09'))).toBeNull();
  });

  it('asks for no ceiling where the terms set none', () => {
    expect(codes({ ceilingPercent: null, request: { annualPercent: 240_000 } })).toEqual([]);
  });

  it('names every refusal at once; one alone keeps its own code', () => {
    const refusals = checkEligibility(
      having({ request: { principal: fen(60_000_00n), termMonths: 60, purposeCode: 'wedding' } }),
    );
    const all = ineligible(refusals);
    expect(all.code).toBe('loan.ineligible');
    expect(all.errors.map(({ code }) => code)).toEqual([
      'loan.over-cap',
      'loan.over-term',
      'loan.forbidden-purpose',
    ]);
    expect(ineligible(refusals.slice(0, 1)).code).toBe('loan.over-cap');
  });
});
