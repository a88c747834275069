import { CLERK_TOWNSHIP } from '../../src/cli/demo/stage.ts';
import { checkUscc } from '../../src/kernel/identifiers.ts';
import { HUINING, RCB, type Ask, type Likely, type Recipe } from './likely.ts';
import { studentQuota, studentVersion } from './likely-students.ts';

const OFFICE = 'fupin.huining';

function cardNo(number: number): string {
  const body = `62106602${String(number).padStart(10, '0')}`;
  const sum = [...body].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
}

const USCC_ALPHABET = [...'0123456789ABCDEFGHJKLMNPQRTUWXY'];

function uscc(serial: number): string {
  for (const inner of '0123456789X') {
    for (const last of USCC_ALPHABET) {
      const code = `91${HUINING}${String(serial).padStart(8, '0')}${inner}${last}`;
      if (checkUscc(code).fault === null) return code;
    }
  }
  throw new Error('no valid code for this serial');
}

const registerHousehold: Recipe = async (ask) => {
  const [head, child] = [ask.person(), ask.person()];
  return {
    actor: OFFICE,
    json: {
      household_no: `FZ${String(ask.serial).padStart(8, '0')}`,
      region_code: `${CLERK_TOWNSHIP}200`,
      members: [
        { name: head.name, id_no: head.idNo, relation: 'householder' },
        { name: child.name, id_no: child.idNo, relation: 'sibling' },
      ],
      phone: `1390945${String(ask.serial % 10_000).padStart(4, '0')}`,
      card: { account_no: cardNo(ask.serial), account_name: head.name, bank_name: '会宁县农村信用合作联社' },
      registered_on: '2014-06-30',
      status: 'registered_poor',
    },
  };
};

/** Households that the fuzzer registered: those of the story keep their loans undisturbed. */
const ownHousehold = (ask: Ask): Promise<{ id: string; head_name: string } | null> =>
  ask.one(`select id::text, head_name from household where household_no like 'FZ%'`);

const onOwnHousehold =
  (body: (ask: Ask, head: string) => unknown): Recipe =>
  async (ask) => {
    const household = await ownHousehold(ask);
    return household && { actor: OFFICE, params: { id: household.id }, json: body(ask, household.head_name) };
  };

const leaveMember: Recipe = async (ask) => {
  const member = await ask.one<{ id: string; member_id: string }>(
    `select h.id::text, m.id::text as member_id from household h join household_member m on m.household_id = h.id
     where h.household_no like 'FZ%' and not m.is_head and m.left_on is null
       and not exists (select from loan l where l.borrower_id = m.id)`,
  );
  return member && { actor: OFFICE, params: { ...member }, json: { left_on: ask.today, reason: 'marriage' } };
};

const reviewStatus: Recipe = async (ask) => {
  const open = (own: string): Promise<{ status_id: string } | null> =>
    ask.one(
      `select s.id::text as status_id from household_status s join household h on h.id = s.household_id
       where h.township_code = $1 and h.household_no like $2
         and not exists (select from household_status_review r where r.status_id = s.id)`,
      CLERK_TOWNSHIP,
      own,
    );
  // those that can be put on a roster first
  const status = (await open('FZ%')) ?? (await open('%'));
  return status && { actor: 'xiangzhen.huining', params: { ...status }, json: { accepted: true } };
};

const reviewFact: Recipe = async (ask) => {
  const fact = await ask.one<{ fact_id: string }>(
    `select f.id::text as fact_id from household_fact f join household h on h.id = f.household_id
     where h.township_code = $1 and not exists (select from household_fact_review r where r.fact_id = f.id)`,
    CLERK_TOWNSHIP,
  );
  return fact && { actor: 'xiangzhen.huining', params: { ...fact }, json: { accepted: true } };
};

const registerOrganisation: Recipe = async (ask) => ({
  actor: OFFICE,
  json: {
    kind: 'enterprise',
    name: `模糊试验${ask.serial}号公司`,
    uscc: uscc(ask.serial),
    region_code: `${HUINING}000000`,
    head_name: '冯丰源',
    paid_in_capital: '1000000.00',
  },
});

const changeStanding: Recipe = async (ask) => {
  const found = await ask.one<{ id: string }>(
    `select id::text from organisation where name like '模糊试验%'`,
  );
  return (
    found && {
      actor: OFFICE,
      params: { id: found.id },
      json: { standing: ask.chance.pick(['suspended', 'good']), reason: '年度核查结果' },
    }
  );
};

/** First a version by which the households of one bank apply for their subsidy themselves. */
const HOUSEHOLDS_APPLY = 'fuzz-households-apply';

async function householdsApply(ask: Ask): Promise<Likely | null> {
  const terms = await ask.one<{ id: string; effective_to: string }>(
    `select id::text, effective_to::text from programme_terms where code = 'gansu-2016'
       and not exists (select from programme_terms where code = '${HOUSEHOLDS_APPLY}')`,
  );
  if (!terms) return null;
  const { parameters } = await ask.get<{ parameters: { subsidy: object } }>(
    'sheng',
    `/programme-terms/${terms.id}`,
  );
  const subsidy = {
    ...parameters.subsidy,
    ...{ gatherer: 'household', application_papers: ['contract_copy', 'interest_slip'] },
    review_steps: [{ name: '财政审核', role: 'finance_reviewer', working_days: 5 }],
  };
  return {
    actor: 'sheng',
    json: {
      ...{ code: HOUSEHOLDS_APPLY, programme_code: 'P1', product_code: 'microloan', title: '农户申请版本' },
      ...{ document_no: `会政办发〔2016〕${ask.serial}号`, county_code: HUINING, bank_id: ask.bankId(RCB) },
      ...{ effective_from: ask.today, effective_to: terms.effective_to },
      parameters: { ...parameters, subsidy },
    },
  };
}

/** A county's own version of published terms, where the county has none yet. */
const publishTerms: Recipe = async (ask) => {
  const wanted = (await householdsApply(ask)) ?? (await studentVersion(ask));
  if (wanted) return wanted;
  const terms = await ask.one<{ id: string }>(
    `select id::text from programme_terms where code = 'national-2021'`,
  );
  const county = await ask.one<{ code: string }>(
    `select county_code as code from region where level = 'county' and not exists
       (select from programme_terms t where t.county_code = region.county_code)`,
  );
  if (!terms || !county) return null;
  const shown = await ask.get<{ parameters: unknown }>('sheng', `/programme-terms/${terms.id}`);
  return {
    actor: 'sheng',
    json: {
      code: `fuzz-${ask.serial}`,
      programme_code: 'P5',
      product_code: 'microloan',
      title: '县级版本',
      document_no: `县政办发〔2022〕${ask.serial}号`,
      effective_from: '2022-01-01',
      effective_to: '2025-12-31',
      county_code: county.code,
      parameters: shown.parameters,
    },
  };
};

const publishRates: Recipe = async (ask) => ({
  actor: 'sheng',
  json: {
    series: 'LPR',
    effective_from: `20${40 + (Math.floor(ask.serial / 336) % 50)}-${String(1 + (Math.floor(ask.serial / 28) % 12)).padStart(2, '0')}-${String(1 + (ask.serial % 28)).padStart(2, '0')}`,
    source: '全国银行间同业拆借中心',
    rates: [
      { tenor_band: '1Y', annual_percent: '3.45' },
      { tenor_band: '5Y_PLUS', annual_percent: '4.2' },
    ],
  },
});

export const REGISTER_RECIPES: Readonly<Record<string, Recipe>> = {
  registerHousehold,
  reviewStatus,
  recordFact: onOwnHousehold((ask) => ({
    ...{ kind: 'dangerous_house', grade: ask.chance.pick(['c', 'd']), effective_on: ask.today },
    document_no: `危鉴〔2016〕${ask.serial}号`,
  })),
  reviewFact,
  leaveMember,
  recordStatus: onOwnHousehold((ask) => ({
    status: ask.chance.pick(['exited_with_policy', 'relapsed', 'monitored']),
    effective_on: ask.today,
  })),
  addMember: onOwnHousehold((ask) => {
    const { name, idNo } = ask.person();
    return { name, id_no: idNo, relation: 'other', joined_on: ask.today };
  }),
  setCardAccount: onOwnHousehold((ask, head) => ({
    account_no: cardNo(ask.serial + 1_000_000),
    account_name: head,
    bank_name: '会宁县农村信用合作联社',
  })),
  assignResponsiblePerson: onOwnHousehold((ask) => ({
    name: '牛建功',
    organisation_name: '会宁县扶贫开发办公室',
    phone: '0943-3221100',
    from_on: ask.today,
  })),
  revealNumbers: onOwnHousehold(() => ({ reason: '核对一卡通账号' })),
  searchHouseholds: async (ask) => ({
    actor: OFFICE,
    json: { id_no: ask.canaries.pick(ask.serial) },
  }),
  registerOrganisation,
  changeStanding,
  publishTerms,
  publishRates,
  allocateQuota: async (ask) =>
    (await studentQuota(ask)) ?? {
      actor: 'sheng',
      json: {
        programme_code: 'P1',
        county_code: HUINING,
        bank_id: ask.bankId(RCB),
        limit: `9${String(ask.serial % 1_000_000).padStart(7, '0')}.00`,
      },
    },
  listRates: async () => ({ actor: 'sheng', query: [['series', 'PBOC_BENCHMARK']] }),
  countWorkingDays: async (ask) => ({
    actor: 'sheng',
    query: [
      ['from', ask.today],
      ['days', '10'],
    ],
  }),
};
