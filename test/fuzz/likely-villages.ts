import { HUINING, type Ask, type Likely, type Recipe } from './likely.ts';

type Seal = 'society_chair' | 'society_accountant' | 'society_cashier' | 'county_office';

const SOCIETY = `select s.id::text from mutual_society s`;
/** The village of the society: the one of the township where most households live. */
const VILLAGE = `select r.code from household h join region r on r.id = h.region_id where r.level = 'village'
  and r.code like '620422100%' group by r.code order by count(*) desc, r.code limit 1`;

/** Something of the society at the hands of one of its seals. */
const bySeal =
  (seal: Seal, query: string, more: (ask: Ask) => Partial<Likely> = () => ({})): Recipe =>
  async (ask) => {
    const found = await ask.one<{ id: string }>(query);
    return found && { actor: ask.inCounty(seal, HUINING), params: { id: found.id }, ...more(ask) };
  };

const sends =
  (json: (ask: Ask) => unknown) =>
  (ask: Ask): Partial<Likely> => ({ json: json(ask) });
const CONFIRMED = sends(() => ({ outcome: 'confirmed' }));
const serial = (ask: Ask): string => `HZ${String(ask.serial).padStart(8, '0')}`;
const moved = (ask: Ask) => ({ on_date: ask.today, bank_serial: serial(ask) });

const TERMS = {
  ...{
    document_no: '会员大会决议〔2015〕1号',
    effective_from: '2015-01-01',
    fee_per_mille: '7',
    fee_cap_per_mille: '15',
  },
  ...{ reserve_percent: '40', welfare_percent: '20', running_percent: '40', staff_cap_percent: '70' },
  ...{ lending_warn_percent: '50', bad_stop_percent: '15', group_min: 2, group_max: 8 },
  ...{ exit_after_months: 0, contribution_unit: '100.00', min_units: 1, max_units: 20 },
  ...{ start_total: '0.00', base_share: '500.00', first_loan: '5000.00', loan_step: '1000.00' },
  ...{ loan_max: '20000.00', min_months: 3, max_months: 12, extension_count: 3, extension_months: 6 },
  ...{ quorum_percent: '50', yes_percent: '50', leverage_times: '5' },
  ...{ write_off_after_months: 0, write_off_consent: 'always' },
};

/** First the state's money, then each member's, then the pledge; interest of the account ever after. */
const nextMoney: Recipe = async (ask) => {
  const society = await ask.one<{ id: string }>(SOCIETY);
  if (!society) return null;
  const has = (kind: string) =>
    ask.one(`select id from mutual_entry where kind = '${kind}' and state <> 'rejected'`);
  const owing = await ask.one<{ id: string }>(`select m.id::text from mutual_member m where m.left_on is null
    and not exists (select from mutual_entry e where e.member_id = m.id and e.kind = 'contribution')`);
  const likely = (json: object): Likely => ({
    actor: ask.inCounty('society_cashier', HUINING),
    params: { id: society.id },
    json: { ...moved(ask), ...json },
  });
  if (!(await has('grant')))
    return likely({ kind: 'grant', amount: '100000.00', document_no: '财农〔2014〕9号' });
  if (owing) return likely({ kind: 'contribution', amount: '1000.00', member_id: owing.id });
  if (!(await has('pledge_placed')))
    return likely({ kind: 'pledge_placed', amount: '10000.00', document_no: '担保协议1号' });
  return likely({ kind: 'interest', amount: '1.00' });
};

/** Somebody of the village whose household is not in yet. */
const nextMember: Recipe = async (ask) => {
  const society = await ask.one<{ id: string }>(SOCIETY);
  const joiner = await ask.one<{ household_no: string; name: string }>(
    `select h.household_no, m.name from household h join region r on r.id = h.region_id join mutual_society s on s.village_code = r.code
     join household_member m on m.household_id = h.id and m.is_head and m.left_on is null
     where not exists (select from mutual_member x where x.household_id = h.id)`,
  );
  if (!society || !joiner) return null;
  const json = { ...joiner, joined_on: ask.today };
  return { actor: ask.inCounty('society_accountant', HUINING), params: { id: society.id }, json };
};

/** All who stand in no group but one, who may leave. */
const nextGroup: Recipe = async (ask) => {
  const society = await ask.one<{ id: string }>(SOCIETY);
  const members = await ask.some<{ id: string }>(
    4,
    `select m.id::text from mutual_member m where m.left_on is null
     and not exists (select from mutual_group_member g where g.member_id = m.id and g.standing)`,
  );
  if (!society || members.length < 2) return null;
  const ids = members.slice(0, Math.max(2, members.length - 1)).map(({ id }) => id);
  const json = { name: '联保小组', agreement_no: `LB${ask.serial}`, formed_on: ask.today, member_ids: ids };
  return { actor: ask.inCounty('society_accountant', HUINING), params: { id: society.id }, json };
};

const nextLoan: Recipe = async (ask) => {
  const society = await ask.one<{ id: string }>(SOCIETY);
  const member = await ask.one<{ id: string }>(`select m.id::text from mutual_member m
    join mutual_group_member g on g.member_id = m.id and g.standing
    where not exists (select from mutual_loan l where l.household_id = m.household_id and l.state not in ('closed', 'refused'))`);
  if (!society || !member) return null;
  const json = { member_id: member.id, amount: '5000.00', months: 3, purpose: '购买育肥羊' };
  return { actor: ask.inCounty('society_cashier', HUINING), params: { id: society.id }, json };
};

const decided = (act: string): string =>
  `exists (select from mutual_loan_decision d where d.loan_id = l.id and d.act = '${act}')`;
const loanIn = (state: string, where = 'true'): string =>
  `select l.id::text from mutual_loan l where l.state = '${state}' and ${where}`;
const quiet = `not exists (select from mutual_entry e where e.loan_id = l.id and e.state = 'entered')`;

const approve: Recipe = async (ask) => {
  const loan = await ask.one<{ id: string; chair: boolean }>(
    `select l.id::text, ${decided('chair')} as chair from mutual_loan l
     where l.state = 'applied' and not (${decided('chair')} and ${decided('accountant')})`,
  );
  if (!loan) return null;
  const actor = ask.inCounty(loan.chair ? 'society_accountant' : 'society_chair', HUINING);
  return { actor, params: { id: loan.id }, json: {} };
};

const coSign: Recipe = async (ask) => {
  const loan = await ask.one<{ id: string }>(
    loanIn('applied', `${decided('chair')} and ${decided('accountant')}`),
  );
  return loan && { actor: ask.inCounty('township_clerk', HUINING), params: { id: loan.id }, json: {} };
};

/** One of the group who has not signed for a loan yet. */
const sign: Recipe = async (ask) => {
  const found = await ask.one<{ id: string; member: string }>(
    `select l.id::text, g.member_id::text as member from mutual_loan l
     join mutual_group_member g on g.group_id = l.group_id and g.member_id <> l.member_id
     where l.state in ('applied', 'approved') and not exists (
       select from mutual_guarantor_signature s where s.loan_id = l.id and s.member_id = g.member_id)`,
  );
  if (!found) return null;
  const json = { member_id: found.member, signed_on: ask.today, manner: 'hand' };
  return { actor: ask.inCounty('society_accountant', HUINING), params: { id: found.id }, json };
};

const decideEntry: Recipe = async (ask) => {
  const entry = await ask.one<{ id: string; seal: Seal }>(
    `select e.id::text, k.confirmed_by as seal from mutual_entry e join mutual_entry_kind k using (kind) where e.state = 'entered'`,
  );
  const actor = entry && ask.inCounty(entry.seal, HUINING);
  return entry && { actor, params: { id: entry.id }, json: { outcome: 'confirmed' } };
};

/** Everybody came and voted for it today. */
const voted =
  (where: string, more: object): Recipe =>
  async (ask) => {
    const loan = await ask.one<{ id: string; members: number }>(
      `select l.id::text, (select count(*)::int from mutual_member m where m.society_id = l.society_id and m.left_on is null
         and m.joined_on <= business_day()) as members
       from mutual_loan l where l.state = 'disbursed' and ${where}`,
    );
    if (!loan) return null;
    const vote = {
      present: loan.members,
      yes: loan.members,
      against: 0,
      minutes_no: `会议记录${ask.serial}`,
    };
    const json = { ...more, voted_on: ask.today, ...vote };
    return { actor: ask.inCounty('society_accountant', HUINING), params: { id: loan.id }, json };
  };
const propose = voted(
  `l.due_on >= business_day() and l.extensions < 3
   and not exists (select from mutual_extension x where x.loan_id = l.id and x.state = 'entered')`,
  { months: 1 },
);
const lost = voted(
  `l.due_on < business_day() and not exists (select from mutual_write_off w where w.loan_id = l.id and w.state <> 'rejected')`,
  { reason: '借款人病故，无力偿还' },
);
const writeOff = (where: string): string =>
  `select w.id::text from mutual_write_off w where w.state = 'entered' and ${where}`;

const credit = (
  state: string,
): string => `select c.id::text from mutual_bank_credit c where c.state = '${state}'
  and not exists (select from mutual_entry e where e.credit_id = c.id and e.state = 'entered')`;

const enterCredit = bySeal(
  'society_accountant',
  `select m.id::text from mutual_member m where m.left_on is null
   and not exists (select from mutual_bank_credit c where c.member_id = m.id and c.state in ('entered', 'standing'))`,
  sends((ask) => ({
    ...{ bank_id: ask.bankId('huining-rcb'), contract_no: `DB-${ask.serial}`, amount: '1000.00' },
    ...{ lent_on: '2016-01-05', due_on: '2016-06-05' },
  })),
);

const found: Recipe = async (ask) => {
  const village = await ask.one<{ code: string }>(VILLAGE);
  if (!village) return null;
  const json = {
    village_code: village.code,
    organisation_id: String(ask.house.play.stage.society),
    deposit_bank_id: ask.bankId('huining-rcb'),
  };
  return { actor: ask.inCounty('county_office', HUINING), json };
};

const publish: Recipe = async (ask) => {
  const society = await ask.one<{ id: string }>(SOCIETY);
  return (
    society && { actor: ask.inCounty('county_office', HUINING), params: { id: society.id }, json: TERMS }
  );
};

const leaver = `select m.id::text from mutual_member m where m.left_on is null
  and exists (select from mutual_entry e where e.member_id = m.id and e.kind = 'contribution' and e.state = 'confirmed')
  and not exists (select from mutual_group_member g where g.member_id = m.id and g.standing)
  and not exists (select from mutual_entry e where e.member_id = m.id and e.kind in ('exit', 'guarantee_called'))
  and not exists (select from mutual_bank_credit c where c.member_id = m.id and c.state in ('entered', 'standing'))`;
const ended = `select g.id::text from mutual_group g where g.dissolved_on is null and not exists (
  select from mutual_loan l where l.group_id = g.id and l.state not in ('closed', 'refused'))`;
const drawn = (table: string): string => `select id::text from ${table} where state = 'drawn'`;
const month = (state: string): string => `select id::text from mutual_statement where state = '${state}'`;

export const VILLAGE_RECIPES: Readonly<Record<string, Recipe>> = {
  openMutualSociety: found,
  publishMutualTerms: publish,
  ...Object.fromEntries(
    [
      ...[
        'readMutualSociety',
        'readMutualRatios',
        'listMutualMembers',
        'listMutualGroups',
        'listMutualEntries',
      ],
      ...['listMutualLoans', 'listMutualDistributions', 'listMutualBankCredits', 'listMutualStatements'],
    ].map((operation) => [operation, bySeal('society_chair', SOCIETY)]),
  ),
  joinMutualSociety: nextMember,
  formMutualGroup: nextGroup,
  dissolveMutualGroup: bySeal(
    'society_accountant',
    ended,
    sends(() => ({})),
  ),
  enterMutualMoney: nextMoney,
  decideMutualEntry: decideEntry,
  exitMutualSociety: bySeal('society_cashier', leaver, sends(moved)),
  applyForMutualLoan: nextLoan,
  readMutualLoan: bySeal('society_chair', 'select id::text from mutual_loan'),
  quoteMutualRepayment: bySeal('society_chair', loanIn('disbursed')),
  approveMutualLoan: approve,
  coSignMutualLoan: coSign,
  signForMutualLoan: sign,
  refuseMutualLoan: bySeal(
    'society_chair',
    loanIn('applied', `not ${decided('chair')}`),
    sends(() => ({ reason: '用途不实' })),
  ),
  disburseMutualLoan: bySeal('society_cashier', loanIn('approved', quiet), sends(moved)),
  repayMutualLoan: bySeal(
    'society_cashier',
    loanIn('disbursed', `${quiet} and l.outstanding_fen > 100000`),
    sends((ask) => ({ ...moved(ask), amount: '200.00' })),
  ),
  proposeMutualExtension: propose,
  decideMutualExtension: bySeal(
    'society_chair',
    `select id::text from mutual_extension where state = 'entered'`,
    CONFIRMED,
  ),
  proposeMutualWriteOff: lost,
  consentToMutualWriteOff: bySeal(
    'county_office',
    writeOff('w.consent_no is null'),
    sends((ask) => ({ document_no: `县扶办函${ask.serial}号` })),
  ),
  decideMutualWriteOff: bySeal('society_chair', writeOff('w.consent_no is not null'), CONFIRMED),
  recoverMutualWriteOff: bySeal(
    'society_cashier',
    loanIn('written_off', quiet),
    sends((ask) => ({ ...moved(ask), amount: '1.00' })),
  ),
  enterMutualBankCredit: enterCredit,
  decideMutualBankCredit: bySeal('society_chair', credit('entered'), CONFIRMED),
  settleMutualBankCredit: bySeal(
    'society_accountant',
    credit('standing'),
    sends((ask) => ({ on_date: ask.today })),
  ),
  callMutualGuarantee: bySeal(
    'society_cashier',
    credit('standing'),
    sends((ask) => ({ amount: '500.00', on_date: ask.today, document_no: '扣收通知1号' })),
  ),
  recoverMutualGuarantee: bySeal(
    'society_cashier',
    credit('called'),
    sends((ask) => ({ ...moved(ask), amount: '1.00' })),
  ),
  drawMutualDistribution: bySeal(
    'society_accountant',
    SOCIETY,
    sends(() => ({ year: 2015 })),
  ),
  readMutualDistribution: bySeal('society_chair', 'select id::text from mutual_distribution'),
  decideMutualDistribution: bySeal('society_chair', drawn('mutual_distribution'), CONFIRMED),
  drawMutualStatement: bySeal(
    'society_accountant',
    SOCIETY,
    sends(() => ({ month: '2016-08' })),
  ),
  readMutualStatement: bySeal('society_chair', 'select id::text from mutual_statement'),
  decideMutualStatement: bySeal('society_chair', drawn('mutual_statement'), CONFIRMED),
  issueMutualStatement: bySeal(
    'society_accountant',
    month('confirmed'),
    sends(() => ({})),
  ),
  downloadMutualStatement: bySeal('society_chair', month('confirmed')),
  downloadMutualYear: bySeal(
    'society_chair',
    `select id::text from mutual_distribution where state = 'confirmed'`,
  ),
  postMutualStatement: bySeal(
    'society_accountant',
    month('confirmed'),
    sends((ask) => ({ place: `公示栏${ask.serial}`, posted_on: ask.today, until_on: '2017-06-30' })),
  ),
};
