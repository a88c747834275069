import { cardNo } from '../../src/cli/demo/act-register.ts';
import { HUINING, type Ask, type Likely, type Recipe } from './likely.ts';

type Post = Parameters<Ask['inCounty']>[0];

/** Something of the insurance at the hands of a post of the county. */
const at =
  (post: Post, query: string, json?: (ask: Ask) => unknown): Recipe =>
  async (ask) => {
    const found = await ask.one<{ id: string }>(query);
    if (!found) return null;
    return {
      actor: ask.inCounty(post, HUINING),
      params: { id: found.id },
      ...(json ? { json: json(ask) } : {}),
    };
  };
const nothing = () => ({});
const ids = (table: string, where = 'true'): string => `select x.id::text from ${table} x where ${where}`;
const serial = (ask: Ask): string => `NX${String(ask.serial).padStart(8, '0')}`;

const shares = (county: string, household: string) => ({
  ...{ central_percent: '40', province_percent: '30', city_percent: '5', county_percent: county },
  household_percent: household,
});
const terms: Recipe = (ask) => {
  const year = 2100 + (ask.serial % 800);
  const json = {
    ...{ county_code: HUINING, product_code: 'potato', product: '马铃薯种植保险', kind: 'crop', unit: 'mu' },
    ...{ unit_places: 2, document_no: '农险1号', sum_insured: '400.00', premium_percent: '5.5' },
    ...{ poor_shares: shares('20', '5'), other_shares: shares('20', '5') },
    ...{ least_loss_percent: '30', total_loss_percent: '80', deductible_percent: '10' },
    ...{ publicity_days: 1, publicity_day_kind: 'natural', pay_within_days: 10 },
  };
  // the demonstration has terms of its own from 2022 on
  const first = { effective_from: '2015-01-01', effective_to: '2020-12-31' };
  const later = { effective_from: `${year}-01-01`, effective_to: `${year}-12-31` };
  return ask.one<{ id: string }>(ids('insurance_terms', `x.effective_from < '2021-01-01'`)).then((known) => ({
    actor: ask.inCounty('finance_approver', HUINING),
    json: { ...json, ...(known ? later : first) },
  }));
};

const policy: Recipe = async (ask) => {
  const household = await ask.one<{ household_no: string; code: string }>(
    `select h.household_no, r.code from household h join region r on r.id = h.region_id where r.level = 'village'
       and h.card_account_index is not null and h.county_code = '${HUINING}'`,
  );
  if (!household) return null;
  const json = {
    ...{ policy_no: serial(ask), village_code: household.code, product_code: 'potato', kind: 'household' },
    ...{ signed_on: ask.today, covers_from: ask.today, covers_to: ask.today },
    ...{ own_paid_on: ask.today, own_receipt_no: '收据0001' },
    lines: [
      { household_no: household.household_no, objects: [{ object_no: `P-${ask.serial}`, units: '3.33' }] },
    ],
  };
  return { actor: ask.inCounty('insurer_clerk', HUINING), json };
};

/** The level that has given least: a claim is approved once all four have their share. */
const funding: Recipe = async (ask) => {
  const found = await ask.one<{ level: string }>(
    `select v.level from unnest('{central,province,city,county}'::text[]) v (level) left join insurance_funding f
       on f.level = v.level and f.county_code = '${HUINING}' and f.state <> 'rejected'
     group by v.level order by coalesce(sum(f.amount_fen), 0), v.level limit 1`,
  );
  const level = found?.level ?? 'central';
  const json = {
    ...{ county_code: HUINING, level, amount: '100000.00', received_on: ask.today },
    ...{ document_no: '财金1号', bank_serial: serial(ask) },
  };
  return { actor: ask.inCounty('finance_reviewer', HUINING), json };
};

/** The bank's proof of what the households of one policy pay themselves. */
const ownProof: Recipe = async (ask) => {
  const found = await ask.one<{ id: string; due: string }>(
    `select p.id::text, (sum(l.household_fen) / 100)::numeric(20, 2)::text as due from insurance_policy p
     join insurance_policy_line l on l.policy_id = p.id
     where p.state = 'in_force' and l.id in (select insurance_unproved_lines(p.id))
       and not exists (select from insurance_own_proof_line x where x.line_id = l.id and x.live) group by p.id`,
  );
  if (!found) return null;
  const json = {
    ...{
      bank_id: ask.bankId('huining-rcb'),
      bank_serial: serial(ask),
      paid_on: ask.today,
      amount: found.due,
    },
    policies: [{ policy_id: found.id }],
  };
  return { actor: ask.inCounty('insurer_clerk', HUINING), json };
};

/** One plot or animal of a policy is insured no longer on its last day. */
const endorsement: Recipe = async (ask) => {
  const found = await ask.one<Record<'id' | 'household_no' | 'object_no' | 'signed' | 'day', string>>(
    `select p.id::text, h.household_no, o.object_no, p.signed_on::text as signed, p.covers_to::text as day from insurance_object o
     join insurance_policy p on p.id = o.policy_id join household h on h.id = o.household_id
     where p.state = 'in_force' and upper(o.covers) = p.covers_to + 1
       and not exists (select from insurance_endorsement e where e.policy_id = p.id and e.state = 'entered')
       and not exists (select from insurance_loss x where x.line_id = o.line_id and x.state <> 'refused')`,
  );
  if (!found) return null;
  const json = {
    ...{ policy_id: found.id, endorsement_no: serial(ask), signed_on: found.signed, from_on: found.day },
    ...{ reason: '农户退耕', lines: [{ household_no: found.household_no, ended: [found.object_no] }] },
  };
  return { actor: ask.inCounty('insurer_clerk', HUINING), json };
};

const claim: Recipe = async (ask) => {
  const found = await ask.one<{ id: string; year: number }>(
    `select p.id::text, p.year from insurance_policy p where p.state = 'in_force'
     and not exists (select from insurance_unproved_lines(p.id))
     and not exists (select from insurance_subsidy_policy l where l.policy_id = p.id and l.live)`,
  );
  if (!found) return null;
  const json = { county_code: HUINING, year: found.year, policy_ids: [found.id] };
  return { actor: ask.inCounty('insurer_clerk', HUINING), json };
};

const loss: Recipe = async (ask) => {
  const found = await ask.one<{ id: string; household_no: string; day: string }>(
    `select p.id::text, h.household_no, p.covers_from::text as day from insurance_policy p
     join insurance_policy_line l on l.policy_id = p.id join household h on h.id = l.household_id
     where p.state = 'in_force' and p.covers_from <= business_day() and h.card_account_index is not null`,
  );
  if (!found) return null;
  const causes = ['drought', 'hail', 'flood', 'frost', 'wind', 'pest', 'disease', 'fire', 'other'];
  const json = {
    household_no: found.household_no,
    cause: causes[ask.serial % 9],
    happened_on: found.day,
    units: '1',
  };
  return { actor: ask.inCounty('township_clerk', HUINING), params: { id: found.id }, json };
};

const PENDING = `select p.id::text, l.line_no as line, l.account_last4 as last4 from insurance_payout p
  join insurance_payout_line l on l.payout_id = p.id where p.state = 'confirmed' and l.state = 'pending'`;

/** The cards that the households of the story were registered with. */
const CARDS = ['270862042200990001', ...Array.from({ length: 400 }, (_, number) => cardNo(number))];

const returned: Recipe = async (ask) => {
  const found = await ask.one<{ id: string; line: number }>(PENDING);
  if (!found) return null;
  const json = { line_no: found.line, reason: '账号已销户' };
  return { actor: ask.inCounty('insurer_clerk', HUINING), params: { id: found.id }, json };
};

const receipts: Recipe = async (ask) => {
  const waiting = await ask.some<{ id: string; line: number; last4: string }>(20, PENDING);
  const known = waiting.flatMap((found) => {
    const account = CARDS.find((card) => card.endsWith(found.last4));
    return account === undefined ? [] : [{ ...found, account }];
  });
  const found = known[0];
  if (!found) return null;
  const line = { line_no: found.line, received_on: ask.today, bank_serial: serial(ask) };
  const json = { lines: [{ ...line, account_no: found.account }] };
  return { actor: ask.inCounty('insurer_clerk', HUINING), params: { id: found.id }, json };
};

const year =
  (post: Post): Recipe =>
  (ask) =>
    Promise.resolve<Likely>({
      actor: ask.inCounty(post, HUINING),
      query: [
        ['county_code', HUINING],
        ['year', '2016'],
      ],
    });
const inState = (table: string, ...states: readonly string[]): string =>
  ids(table, `x.state in ('${states.join("', '")}')`);
const reason = () => ({ reason: '核对后退回' });
const objection = () => ({ reason: '面积与实际不符', objector_kind: 'named' });

export const INSURANCE_RECIPES: Readonly<Record<string, Recipe>> = {
  publishInsuranceTerms: terms,
  enterInsurancePolicy: policy,
  readInsurancePolicy: at('insurer_clerk', ids('insurance_policy')),
  postInsurancePolicy: at('insurer_clerk', inState('insurance_policy', 'entered'), nothing),
  confirmInsurancePolicy: at('county_office', inState('insurance_policy', 'noticed'), nothing),
  withdrawInsurancePolicy: at('insurer_clerk', inState('insurance_policy', 'entered'), reason),
  issueInsurancePolicyList: at('insurer_clerk', ids('insurance_policy'), nothing),
  objectToInsurancePolicy: at('county_office', inState('insurance_policy', 'noticed'), objection),
  decideInsuranceObjection: at(
    'finance_reviewer',
    `select o.id::text from objection o join notice n on n.id = o.notice_id
     where o.state = 'open' and n.subject_kind like 'insurance_%'`,
    () => ({ outcome: 'dismissed', reason: '复核属实' }),
  ),
  enterInsuranceFunding: funding,
  decideInsuranceFunding: at('finance_approver', inState('insurance_funding', 'entered'), () => ({
    outcome: 'confirmed',
  })),
  enterInsuranceOwnProof: ownProof,
  readInsuranceOwnProof: at('county_office', ids('insurance_own_proof')),
  decideInsuranceOwnProof: at('county_office', inState('insurance_own_proof', 'entered'), () => ({
    outcome: 'confirmed',
  })),
  enterInsuranceEndorsement: endorsement,
  readInsuranceEndorsement: at('county_office', ids('insurance_endorsement')),
  decideInsuranceEndorsement: at('county_office', inState('insurance_endorsement', 'entered'), () => ({
    outcome: 'confirmed',
  })),
  fileInsuranceSubsidyClaim: claim,
  readInsuranceSubsidyClaim: at('county_office', ids('insurance_subsidy_claim')),
  reviewInsuranceSubsidyClaim: at('county_office', inState('insurance_subsidy_claim', 'filed'), nothing),
  postInsuranceSubsidyClaim: at('county_office', inState('insurance_subsidy_claim', 'reviewed'), nothing),
  objectToInsuranceSubsidyClaim: at(
    'county_office',
    inState('insurance_subsidy_claim', 'noticed'),
    objection,
  ),
  approveInsuranceSubsidyClaim: at(
    'finance_approver',
    inState('insurance_subsidy_claim', 'noticed'),
    nothing,
  ),
  returnInsuranceSubsidyClaim: at('county_office', inState('insurance_subsidy_claim', 'filed'), reason),
  instructInsuranceSubsidy: at('finance_payer', inState('insurance_subsidy_claim', 'approved'), (ask) => ({
    bank_id: ask.bankId('huining-rcb'),
  })),
  instructInsuranceSubsidyAgain: at(
    'finance_payer',
    inState('insurance_subsidy_claim', 'partial', 'instructed'),
    nothing,
  ),
  reportInsuranceLoss: loss,
  assessInsuranceLoss: at('insurer_clerk', inState('insurance_loss', 'reported'), (ask) => ({
    ...{ units: '1', loss_percent: '60', surveyed_on: ask.today, survey_no: '查勘1' },
  })),
  refuseInsuranceLoss: at('insurer_clerk', inState('insurance_loss', 'reported'), reason),
  drawInsurancePayout: at(
    'insurer_clerk',
    `select x.policy_id::text as id from insurance_loss x where x.state = 'assessed'`,
    nothing,
  ),
  readInsurancePayout: at('insurer_clerk', ids('insurance_payout')),
  postInsurancePayout: at('insurer_clerk', inState('insurance_payout', 'drawn'), nothing),
  objectToInsurancePayout: at('county_office', inState('insurance_payout', 'noticed'), objection),
  confirmInsurancePayout: at('county_office', inState('insurance_payout', 'noticed'), nothing),
  withdrawInsurancePayout: at('insurer_clerk', inState('insurance_payout', 'drawn'), reason),
  recordInsuranceReceipts: receipts,
  returnInsuranceLine: returned,
  issueInsurancePayoutList: at('insurer_clerk', ids('insurance_payout'), nothing),
  readInsuranceYear: year('county_office'),
  listInsuranceYearHouseholds: year('county_office'),
  downloadInsuranceYear: year('county_office'),
  issueInsuranceYear: (ask) =>
    Promise.resolve({
      actor: ask.inCounty('county_office', HUINING),
      json: { county_code: HUINING, year: 2016 },
    }),
};
