import { describe, expect, it } from 'vitest';
import { loadTemplate } from '../../src/domains/document/index.ts';
import { date } from '../../src/kernel/date.ts';
import { openFonts, renderSheet } from '../../src/platform/pdf/pdf.ts';
import type { Sheet } from '../../src/kernel/sheet.ts';
import { fen } from '../../src/kernel/money.ts';
import type { StatementFacts } from '../../src/domains/risk-fund/core/statement-sheet.ts';
import type { DunningNoticeFacts } from '../../src/domains/loan/core/dunning-notice.ts';
import { CLAIM, DECISIONS, REFUSAL, twoAccounts } from '../support/fund-paper-facts.ts';
import type { AgreementFacts } from '../../src/domains/agreement/core/agreement-facts.ts';
import { returnPromise } from '../../src/domains/agreement/core/return-promise.ts';
import { amendmentSheet, terminationNoticeSheet } from '../support/agreement-papers.ts';
import { agreementFacts } from '../support/agreement-facts.ts';
import { agreementSheet, approvalSheet, certificateSheet, clawbackNoticeSheet, dunningNoticeSheet, noticeSheet, paymentListSheet, shareRegisterSheet, statementSheet, voucherSheet } from '../support/papers.ts';
import { assetIssue, certificateFacts } from '../support/share-paper-facts.ts';
import { monthlySheet } from '../support/mutual-paper-facts.ts';
import * as insurance from '../support/insurance-paper-facts.ts';
import * as dividend from '../support/dividend-paper-facts.ts';
import { pageTexts, popplerText } from '../support/pdf-text.ts';

const fonts = openFonts();
const facts = agreementFacts();

/** The widest there is: sums of ten digits before the point, claims, and money of a year already closed. */
const LARGE: Partial<StatementFacts> = {
  figures: {
    ...{ opening_fen: fen(0n), injections_fen: fen(999_999_999_999n), interest_fen: fen(0n) },
    ...{ recoveries_fen: fen(1n), compensation_fen: fen(888_888_888_888n), returned_fen: fen(0n) },
    closing_fen: fen(111_111_111_112n),
  },
  lines: [
    {
      ...{ no: 1, accountId: 1n, onDate: date('2019-01-05'), kind: 'injection', amount: fen(999_999_999_999n) },
      ...{ proofNo: '财预〔2019〕1号', detail: 'county', valueOn: date('2018-12-28') },
    },
    {
      ...{ no: 2, accountId: 1n, onDate: date('2019-07-15'), kind: 'compensation', amount: fen(888_888_888_888n) },
      ...{ proofNo: 'FK20190715-0000007', detail: 'DC620821-2019-000007', valueOn: null },
    },
    {
      ...{ no: 3, accountId: 1n, onDate: date('2019-09-20'), kind: 'recovery', amount: fen(1n) },
      ...{ proofNo: 'ZH20190919000001', detail: 'DC620821-2019-000007', valueOn: null },
    },
  ],
};

/** A student's loan, for which a parent answers as well. */
const STUDENT: Partial<DunningNoticeFacts> = {
  ...{ debtor: '张小军', borrower: '张小军', coBorrower: '张效良', product: '生源地信用助学贷款' },
  ...{ contractNo: 'JCNS-ZX-2016-00007', principal: fen(8_000_00n), annualPercent: 43_500 },
  ...{ overdue: fen(8_000_00n), outstanding: fen(8_000_00n), interest: fen(0n) },
  ...{ penalty: fen(23_88n), compound: fen(0n) },
};

const REINVESTING = { reinvested: { percent: 400_000, countsForFloor: true } };
const SHARES_TERMS = { copies: 3 as const, attachments: ['股权证复印件', '项目实施方案'] };

/** Paid by the quarter, on a ladder, as the drawing works it out once the money has arrived. */
const QUARTERLY: Partial<AgreementFacts> = {
  promise: returnPromise(
    {
      ...{ amount_fen: facts.principal, floor_percent: 80_000, floor_year_fen: fen(4_000_00n) },
      ...{ profit_share_percent: 700_000, term_months: 36, dividend_due_day: '12-20' },
      ...{ dividend_frequency: 'quarterly', arrived_on: facts.fundsReceivedOn },
    },
    { dayCount: 'act_365', ladder: [{ everyYears: 1, ratePercent: 10_000 }], capPercent: 120_000 },
  ),
  terms: { ...facts.terms, ...REINVESTING },
};

const THREE_PARTIES: Partial<AgreementFacts> = {
  ...{ bank: null, source: { kind: 'fiscal_share', registerNo: 'GQ-620821-2017-0007' } },
  terms: { ...facts.terms, ...SHARES_TERMS },
};

const PAPERS: Readonly<Record<string, () => Sheet>> = {
  'agreement-microloan-court': () => agreementSheet(),
  'agreement-fiscal-share-arbitration': () =>
    agreementSheet({
      issuedOn: date('2021-06-01'),
      enterprise: { ...facts.enterprise, kind: 'enterprise', name: '泾川县旭康牧业有限公司' },
      source: { kind: 'fiscal_share', registerNo: 'GQ-620821-2021-0007' },
      fundsReceivedOn: null,
      promise: { ...facts.promise, sharing: { rule: 'none' }, schedule: [] },
      security: { mortgage: null, deposit: null, guarantor: null, insurance: null },
      terms: {
        ...facts.terms,
        principalPayer: 'household',
        trainingSessions: null,
        jobPromise: null,
        dispute: { way: 'arbitration', body: '平凉仲裁委员会' },
        copies: 4,
      },
    }),
  'agreement-three-party': () => agreementSheet(THREE_PARTIES),
  'agreement-quarterly': () => agreementSheet(QUARTERLY, 'v2'),
  'agreement-three-party-quarterly': () => 
    agreementSheet(
      { ...QUARTERLY, ...THREE_PARTIES, terms: { ...facts.terms, ...REINVESTING, ...SHARES_TERMS } },
      'v2',
    ),
  amendment: () => amendmentSheet(),
  'amendment-three-party': () => amendmentSheet({ bank: null }),
  'termination-notice-three-party': () => terminationNoticeSheet(null),
  'termination-notice': () => terminationNoticeSheet(),
  'payment-list': () => paymentListSheet(12),
  notice: () => noticeSheet(8),
  'approval-sheet': () => approvalSheet(),
  'approval-sheet-refused': () =>
    approvalSheet({
      claim: { ...CLAIM, state: 'excluded', exclusion: 'no_survey', reason: '贷前未入户调查' },
      decisions: [...DECISIONS.slice(0, 2), REFUSAL],
      publicity: null,
    }),
  'dunning-notice': () => dunningNoticeSheet(),
  'dunning-notice-inherited': () =>
    dunningNoticeSheet({
      ...{ no: 2, debtor: '张小军', overdue: fen(12_500_00n), outstanding: fen(37_500_00n) },
      ...{ penalty: fen(47_01n), compound: fen(0n), statePaysBank: false, compounds: false },
    }),
  'dunning-notice-student': () => dunningNoticeSheet(STUDENT),
  'dunning-notice-student-inherited': () => dunningNoticeSheet({ ...STUDENT, no: 2, debtor: '马秀英' }),
  'clawback-notice': () => clawbackNoticeSheet(),
  'clawback-notice-inherited': () =>
    clawbackNoticeSheet({ debtor: '张小军', payee: 'household_card', documentNo: null }),
  'clawback-notice-student': () =>
    clawbackNoticeSheet({ coBorrower: '马秀英', product: '生源地信用助学贷款', reason: '已于2016年5月1日退学' }),
  'year-statement': () => statementSheet(),
  'year-statement-disputed': () =>
    statementSheet({
      confirmedOn: null,
      said: {},
      banks: [
        {
          name: '某银行',
          said: {
            ...{ organisation: '某银行', person: '赵小军', on: date('2020-01-15') },
            ...{ closing: fen(64_193_40n), difference: fen(-3n), reason: '利息尾差待查' },
          },
        },
      ],
    }),
  'year-statement-two-banks': () => statementSheet(twoAccounts()),
  'year-statement-unreturned': () =>
    statementSheet({ unreturned: { whole: fen(12_345_67n), fund: fen(8_641_97n) } }),
  'year-statement-large': () => statementSheet(LARGE),
  'share-certificate': () => certificateSheet(),
  'share-certificate-static': () =>
    certificateSheet({
      issue: assetIssue,
      terms: { ...certificateFacts().terms, policy: 'static', preferred_percent: null, cap_percent: null },
      ...{ shareClass: 'ordinary', units: 12n, reason: 'reviewed', from: date('2017-01-01') },
    }),
  'share-register': () => shareRegisterSheet(24),
  'monthly-statement': () => monthlySheet(),
  'monthly-statement-idle': () =>
    monthlySheet({
      ...{ lines: [], loans: [], phone: null, opening: { cash: fen(1_000_00n) } },
      exempt: { own: false, base: false },
      closing: { cash: fen(1_000_00n), grant: fen(1_000_00n) },
      ratios: { lendingUnits: 0, badUnits: null, warnings: ['lending_low', 'idle'] },
    }),
  'insurance-policy-list': () => insurance.policyListSheet(24),
  'insurance-policy-list-transition': () => insurance.policyListSheet(24, 2022),
  'insurance-payout-list': () => insurance.payoutListSheet(19),
  'insurance-year-table': () => insurance.yearTableSheet(),
  'insurance-year-table-transition': () => insurance.transitionYearSheet(),
  'insurance-year-table-empty': () => insurance.emptyYearSheet(),
  'insurance-year-table-long': () => insurance.longYearSheet(),
  'dividend-statement': () => dividend.dividendStatementSheet(),
  'dividend-statement-quarter': () => dividend.quarterStatementSheet(),
  'dividend-statement-quarter-unreported': () => dividend.unreportedStatementSheet(),
  'share-dividend-statement': () => dividend.shareDividendStatementSheet(),
  'dividend-payout-list': () => dividend.payoutListSheet(20, false),
  'share-payout-list': () => dividend.payoutListSheet(3, true),
  'dividend-demand': () => dividend.dividendDemandSheet('enterprise'),
  'dividend-demand-guarantor': () => dividend.dividendDemandSheet('guarantor'),
  'principal-demand': () => dividend.principalDemandSheet(false),
  'principal-demand-with-dividend': () => dividend.principalDemandSheet(true),
  'dividend-statement-principal': () => dividend.principalStatementSheet(),
  'dividend-recourse': () => dividend.dividendRecourseSheet(),
  'payment-voucher': () => voucherSheet(),
  'payment-voucher-again': () =>
    voucherSheet({
      round: 2,
      advance: fen(10_000_00n),
      answer: { outcome: 'paid', on: date('2019-07-20'), bankSerial: 'FK20190720-0001', reason: null },
    }),
};

describe('papers, word for word', () => {
  it.each(Object.keys(PAPERS))('%s', async (name) => {
    const sheet = PAPERS[name]?.() ?? expect.fail('no such paper');
    const pdf = await renderSheet(sheet, fonts);
    const pages = pageTexts(pdf).map((page, index) => `===== ${index + 1} =====\n${page}\n`);
    await expect(pages.join('\n')).toMatchFileSnapshot(`papers/${name}.txt`);
  });
});

describe('text copied out of a paper', () => {
  // Where pdftotext is not installed, our own reader of the file's text layer stands in for it.
  const read = (pdf: Buffer): string => popplerText(pdf) ?? pageTexts(pdf).join('').replace(/\s| \| /g, '');

  it('holds amounts, names and numbers unbroken', async () => {
    const text = read(await renderSheet(agreementSheet(), fonts));
    for (const part of [
      '合同编号：SF-620821-2016-000123',
      '人民币伍万元整（小写：¥50,000.00）',
      '620821196503124512',
      '93620821MA71X2K45N',
      '6229890000012345678',
      '任何一方均可依法向泾川县人民法院提起诉讼',
      '第3页共3页',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain('仲裁');
  });

  it('names one way of settling disputes, never both', async () => {
    const sheet = PAPERS['agreement-fiscal-share-arbitration']?.() ?? expect.fail('no such paper');
    const text = read(await renderSheet(sheet, fonts));
    expect(text).toContain('提交平凉仲裁委员会');
    expect(text).not.toContain('提起诉讼');
  });
});

describe('templates in use', () => {
  it('are frozen: a change of wording is a new version', async () => {
    const refs = [
      ['agreement', 'four-party', 'v1'],
      ['payment', 'payment-list', 'v1'],
      ['subsidy', 'notice', 'v1'],
      ['risk-fund', 'approval-sheet', 'v1'],
      ['risk-fund', 'payment-voucher', 'v1'],
      ['loan', 'dunning-notice', 'v1'],
      ['risk-fund', 'year-statement', 'v1'],
      ['risk-fund', 'payment-voucher', 'v2'],
      ['risk-fund', 'year-statement', 'v2'],
      ['risk-fund', 'year-statement', 'v3'],
      ['loan', 'dunning-notice', 'v2'],
      ['subsidy', 'clawback-notice', 'v1'],
      ['share', 'certificate', 'v1'],
      ['share', 'register', 'v1'],
      ['mutual-aid', 'monthly-statement', 'v1'],
      ['dividend', 'statement', 'v1'],
      ['dividend', 'payout-list', 'v1'],
      ['loan', 'dunning-notice', 'v3'],
      ['agreement', 'amendment', 'v1'],
      ['subsidy', 'clawback-notice', 'v2'],
      ['dividend', 'statement', 'v2'],
      ['dividend', 'payout-list', 'v2'],
      ['dividend', 'share-statement', 'v1'],
      ['dividend', 'demand', 'v1'],
      ['dividend', 'recourse', 'v1'],
      ['agreement', 'termination-notice', 'v1'],
      ['farm-insurance', 'policy-list', 'v1'],
      ['farm-insurance', 'year-table', 'v1'],
      ['mutual-aid', 'monthly-statement', 'v2'],
      ['agreement', 'three-party', 'v1'],
      ['agreement', 'three-party-amendment', 'v1'],
      ['agreement', 'three-party-termination-notice', 'v1'],
      ['agreement', 'four-party', 'v2'],
      ['agreement', 'three-party', 'v2'],
      ['dividend', 'statement', 'v3'],
      ['farm-insurance', 'payout-list', 'v1'],
      ['dividend', 'statement', 'v4'],
      ['risk-fund', 'year-statement', 'v4'],
      ['dividend', 'demand', 'v2'],
      ['dividend', 'recourse', 'v2'],
      ['dividend', 'statement', 'v5'],
      ['farm-insurance', 'policy-list', 'v2'],
      ['farm-insurance', 'year-table', 'v2'],
      ['agreement', 'amendment', 'v2'],
      ['agreement', 'three-party-amendment', 'v2'],
      ['mutual-aid', 'monthly-statement', 'v3'],
    ] as const;
    const lines = refs.map(([slice, name, version]) => {
      const template = loadTemplate({ slice, name, version });
      return `${template.sha256}  ${slice}/${name}/${version}\n`;
    });
    await expect(lines.join('')).toMatchFileSnapshot('papers/templates.sha256');
  });
});
