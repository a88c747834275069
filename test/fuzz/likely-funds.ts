import { COUNTIES } from '../../src/cli/demo/cast.ts';
import { HUINING, type Ask, type Likely, type Recipe } from './likely.ts';

/** The fund lies in the other county, so that a breaker that trips leaves the loans of the tour alone. */
const QINAN = COUNTIES.qinan.code;
const OPEN = `c.state not in ('returned', 'excluded')`;

const fundOf = `select f.id::text from risk_fund f where f.county_code = '${QINAN}'`;

type Post = 'county_office' | 'finance_reviewer' | 'finance_approver' | 'finance_payer';

/** Something of the fund itself. */
const onFund =
  (post: Post, more: Partial<Likely> = {}, where = 'true'): Recipe =>
  async (ask) => {
    const fund = await ask.one<{ id: string }>(`${fundOf} and ${where}`);
    return fund && { actor: ask.inCounty(post, QINAN), params: { id: fund.id }, ...more };
  };

/** A step on a claim that stands where the step begins. */
const onClaim =
  (post: Post | 'bank_officer', where: string, json: unknown = {}): Recipe =>
  async (ask) => {
    const claim = await ask.one<{ id: string; bank_id: string }>(
      `select c.id::text, c.bank_id::text from risk_fund_claim c where ${where}`,
    );
    if (!claim) return null;
    const actor = post === 'bank_officer' ? ask.officerOf(claim.bank_id) : ask.inCounty(post, QINAN);
    if (post === 'finance_payer') await (await ask.house.play.desk(actor)).confirm();
    return { actor, params: { id: claim.id }, json };
  };

/** What waits in a table for the second person. */
const onEntered =
  (post: Post, query: string, json: unknown): Recipe =>
  async (ask) => {
    const found = await ask.one<{ id: string }>(query);
    return found && { actor: ask.inCounty(post, QINAN), params: { id: found.id }, json };
  };

const TERMS = {
  ...{ document_no: '县政办发〔2015〕88号', effective_from: '2015-01-01', effective_to: '2029-12-31' },
  ...{
    trigger_kind: 'loss_determined',
    dunning_min_count: 0,
    checklist: ['contract'],
  },
  loss_basis: 'principal_and_interest',
  shares: [
    { party: 'fund', percent: '60' },
    { party: 'insurer', percent: '10' },
    { party: 'bank', percent: '30' },
  ],
  waterfall: [
    { party: 'fund', basis: 'principal_and_interest' },
    {
      ...{ party: 'insurer', basis: 'principal' },
      layer: { above_percent: '120', ceded_percent: '80', payer: 'fund' },
    },
  ],
  refused_part: 'bank',
  premium_shares: [
    { party: 'county', percent: '50' },
    { party: 'household', percent: '50' },
  ],
  ...{ recovery_order: 'pro_rata', recovery_return_days: 5, leverage_times: '10' },
  ...{ excess_cover: 'last_disbursed_first', top_up_mode: 'quarterly_percent', top_up_percent: '10' },
  ...{ publicity_days: 5, review_days: [10, 5, 10, 10] },
  ...{ breaker_percent: '0', breaker_comparison: 'gte', breaker_numerator: 'compensated' },
  breaker_denominator: 'bank',
};

/** 助学: the other county's fund goes by the year's lending, and has no breaker. */
const BY_YEAR = {
  ...{ document_no: '教财〔2015〕15号', effective_from: '2015-01-01', effective_to: '2029-12-31' },
  ...{ trigger_kind: 'loss_determined', dunning_min_count: 0, checklist: [] },
  ...{ loss_basis: 'on_disbursement', disbursement_percent: '5', surplus_to: 'bank' },
  shares: [
    { party: 'bank', percent: '50' },
    { party: 'aid_centre', percent: '50' },
  ],
  ...{ recovery_order: 'pro_rata', recovery_return_days: 5, leverage_times: '10' },
  ...{ excess_cover: 'pro_rata', top_up_mode: 'demand', publicity_days: 1, review_days: [10, 5, 10, 10] },
};

/** The fund of the first county, then that of the other. */
const nextFund: Recipe = async (ask) => {
  const known = await ask.one(fundOf);
  const [county, deposit, lender] = known
    ? ([HUINING, 'huining-abc', 'huining-rcb'] as const)
    : ([QINAN, 'qinan-psbc', 'qinan-rcb'] as const);
  return {
    actor: ask.inCounty('finance_approver', county),
    json: {
      ...{ county_code: county, name: `风险补偿金${ask.serial}号`, deposit_bank_id: ask.bankId(deposit) },
      ...{ bank_ids: [ask.bankId(lender)], product_codes: ['microloan'] },
    },
  };
};

/** Any fund that lacks something, at the hands of its own county; all of them when none does. */
const onLacking =
  (post: Post, table: string, json: (ask: Ask, county: string) => unknown, once: boolean): Recipe =>
  async (ask) => {
    const lacks = `not exists (select from ${table} x where x.fund_id = f.id)`;
    const all = 'select f.id::text, f.county_code from risk_fund f';
    const fund =
      (await ask.one<{ id: string; county_code: string }>(`${all} where ${lacks}`)) ??
      (once ? null : await ask.one<{ id: string; county_code: string }>(all));
    if (!fund) return null;
    const actor = ask.inCounty(post, fund.county_code);
    return { actor, params: { id: fund.id }, json: json(ask, fund.county_code) };
  };

const FREE = `c.state = 'noticed' and not exists (select from notice n where n.subject_kind = 'risk_fund_claim'
  and n.subject_id = c.id and (n.state = 'suspended' or n.state = 'posted' and n.free_on > business_day()))`;
const CORRECTED = `exists (select from payment_line l where l.subject_kind = 'risk_fund_claim'
  and l.subject_ref = c.id::text and l.state = 'corrected'
  and not exists (select from payment_line r where r.replaces_id = l.id))`;
const POSTED = `c.state = 'noticed' and exists (select from notice n where n.subject_kind = 'risk_fund_claim'
  and n.subject_id = c.id and n.state = 'posted' and n.starts_on <= business_day() and n.free_on > business_day())`;

export const badLoan = `select l.id::text, l.bank_id::text from loan l join risk_fund_bank b on b.bank_id = l.bank_id
  where l.county_code = '${QINAN}' and l.state = 'disbursed' and l.outstanding_fen > 10000
    and not exists (select from risk_fund_claim c where c.loan_id = l.id and ${OPEN})`;

const DRAWN = `select id::text from risk_fund_statement where state = 'drawn'`;

export const FUND_RECIPES: Readonly<Record<string, Recipe>> = {
  openRiskFund: nextFund,
  publishRiskFundTerms: onLacking(
    'finance_approver',
    'risk_fund_terms',
    (_ask, county) => (county === QINAN ? TERMS : BY_YEAR),
    true,
  ),
  // at the bank that lends: closed again before a claim would be paid out of it
  openRiskFundAccount: async (ask) => {
    const fund = await ask.one<{ id: string }>(fundOf);
    const json = { account_no: '27006208210000889901', opened_on: ask.today };
    const actor = ask.inCounty('finance_approver', QINAN);
    return fund && { actor, params: { id: fund.id }, json: { ...json, bank_id: ask.bankId('qinan-rcb') } };
  },
  closeRiskFundAccount: onEntered(
    'finance_approver',
    `select k.id::text from risk_fund_account k where k.county_code = '${QINAN}' and k.closed_on is null and k.code like '%@%'`,
    {},
  ),
  readRiskFund: onFund('county_office'),
  readRiskFundTopUp: onFund('county_office'),
  readRiskFundStatement: onFund('county_office', {
    query: [
      ['from', '2016-01-01'],
      ['through', '2016-12-31'],
    ],
  }),
  listRiskFundMovements: onFund('finance_reviewer'),
  enterRiskFundMovement: async (ask) => {
    // where money was paid in, a yuan of it leaves once
    const rich = await ask.one<{ id: string; county_code: string }>(
      `select f.id::text, f.county_code from risk_fund f where risk_fund_free_money(f.id) > 100 and not exists (
         select from risk_fund_movement m where m.fund_id = f.id and m.kind = 'returned' and m.state <> 'rejected')`,
    );
    const json = { on_date: ask.today, document_no: `财预模〔2016〕${ask.serial}号` };
    if (rich)
      return {
        actor: ask.inCounty('finance_reviewer', rich.county_code),
        params: { id: rich.id },
        json: { ...json, kind: 'returned', amount: '1.00' },
      };
    const injection = { ...json, kind: 'injection', source: 'county', amount: '500000.00' };
    return onLacking('finance_reviewer', 'risk_fund_movement', () => injection, false)(ask);
  },
  decideRiskFundMovement: async (ask) => {
    const found = await ask.one<{ id: string; county_code: string }>(
      `select id::text, county_code from risk_fund_movement where state = 'entered'`,
    );
    const actor = found && ask.inCounty('finance_approver', found.county_code);
    return found && { actor, params: { id: found.id }, json: { outcome: 'confirmed' } };
  },
  downloadDunningProof: async (ask) => {
    const found = await ask.one<{ id: string; loan_id: string; county_code: string }>(
      'select id::text, loan_id::text, county_code from loan_dunning_proof',
    );
    const params = { id: found?.loan_id ?? '', proof_id: found?.id ?? '' };
    return found && { actor: ask.inCounty('county_office', found.county_code), params };
  },
  uploadClaimFile: async (ask) => {
    const loan = await ask.one<{ id: string; bank_id: string }>(badLoan);
    const file = { name: '合同.pdf', bytes: Buffer.from(`%PDF-1.7 ${ask.serial}`) };
    const fields = { kind: 'contract' };
    return loan && { actor: ask.officerOf(loan.bank_id), params: { id: loan.id }, fields, file };
  },
  downloadClaimFile: async (ask) => {
    const found = await ask.one<{ id: string }>('select id::text from risk_fund_file');
    return found && { actor: ask.inCounty('finance_reviewer', QINAN), params: { id: found.id } };
  },
  drawFundStatement: onFund('finance_reviewer', { json: { year: 2015 } }),
  listFundStatements: onFund('county_office'),
  readFundStatement: onEntered('county_office', DRAWN, undefined),
  issueFundStatement: onEntered('county_office', DRAWN, {}),
  downloadFundStatement: onEntered('county_office', DRAWN, undefined),
  confirmFundStatement: onEntered('county_office', DRAWN, { closing: '0.00' }),
  issueDunningNotice: async (ask) => {
    const loan = await ask.one<{ id: string; bank_id: string }>(
      `select l.id::text, l.bank_id::text from loan_arrears_on(business_day()) a join loan l on l.id = a.loan_id`,
    );
    const json = { pay_by: '2029-12-31' };
    return loan && { actor: ask.officerOf(loan.bank_id), params: { id: loan.id }, json };
  },
  fileRiskFundClaim: async (ask) => {
    const loan = await ask.one<{ id: string; bank_id: string }>(`${badLoan} and l.matures_on <= business_day()
      and exists (select from risk_fund_file f where f.loan_id = l.id and f.kind = 'contract')`);
    const loss = { principal: '100.00', interest: '0.00', documents: ['contract'] };
    const json = { loan_id: loan?.id, ...loss, loss_determined_on: ask.today };
    return loan && { actor: ask.officerOf(loan.bank_id), json };
  },
  readRiskFundClaim: onClaim('county_office', 'true'),
  reviewRiskFundClaim: onClaim('county_office', `c.state = 'filed'`),
  examineRiskFundClaim: onClaim('finance_reviewer', `c.state = 'reviewed'`),
  postRiskFundClaimNotice: onClaim('county_office', `c.state = 'examined'`),
  objectToRiskFundClaim: onClaim('county_office', POSTED, {
    ...{ reason: '村民反映借款人有偿还能力', objector_kind: 'named' },
  }),
  decideRiskFundObjection: onEntered(
    'finance_reviewer',
    `select o.id::text from objection o join notice n on n.id = o.notice_id
     where n.subject_kind = 'risk_fund_claim' and o.state = 'open'`,
    { outcome: 'dismissed', reason: '经核查情况不实' },
  ),
  returnRiskFundClaim: onClaim('finance_approver', `c.state in ('filed', 'reviewed', 'examined')`, {
    remark: '请补齐催收材料',
  }),
  excludeRiskFundClaim: onClaim('finance_approver', `c.state in ('filed', 'reviewed')`, {
    ...{ exclusion: 'no_survey', remark: '贷前未入户调查' },
  }),
  approveRiskFundClaim: onClaim('finance_approver', FREE),
  instructCompensation: onClaim('finance_payer', `c.state = 'approved'`),
  instructCompensationAgain: onClaim('finance_payer', `c.state = 'instructed' and ${CORRECTED}`),
  issueApprovalSheet: onClaim('county_office', 'true'),
  issuePaymentVoucher: onClaim('finance_reviewer', `c.state in ('instructed', 'paid')`),
  // the first leaves the household a rest, which is claimed back when it is reversed
  enterRecovery: async (ask) => {
    const later = await ask.one(`select id from risk_fund_recovery where county_code = '${QINAN}'`);
    return onClaim('bank_officer', `c.state = 'paid'`, {
      ...{ received_on: ask.today, gross: later ? '10.00' : '900000.00', cost: '1.00' },
      bank_serial: `ZH-FZ-${ask.serial}`,
    })(ask);
  },
  decideRecovery: onEntered(
    'finance_approver',
    `select id::text from risk_fund_recovery where state = 'entered'`,
    { outcome: 'confirmed' },
  ),
  reverseRecovery: onEntered(
    'finance_reviewer',
    `select id::text from risk_fund_recovery r where state = 'confirmed' and not exists (
       select from countersign c where c.kind = 'recovery_reversal' and c.subject_id = r.id and c.state = 'entered')`,
    { document_no: '冲正单2016-1', reason: '金额录入有误' },
  ),
  checkBreaker: onFund('finance_reviewer', { json: {} }),
  liftLendingSuspension: onEntered(
    'finance_approver',
    `select id::text from lending_suspension where state = 'suspended'`,
    { document_no: '县政办函〔2016〕31号' },
  ),
};
