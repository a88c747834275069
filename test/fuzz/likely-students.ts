import { createPopulation } from '../../src/cli/demo/invented-people.ts';
import { HUINING, RCB, type Ask, type Likely, type Recipe } from './likely.ts';

/** Student loans of the first bank: lent before the register began, so that they come with a ledger. */
const PROGRAMME = { programme_code: 'P8', product_code: 'student' };
const VERSION = 'fuzz-student';

interface Shown {
  readonly parameters: Readonly<Record<'loan' | 'interest' | 'subsidy', Record<string, unknown>>>;
}

/**
 * The county's version of the shipped one, with the rates of the story's years, reset on each anniversary:
 * the benchmark fell in the autumn of 2015; null when it has one.
 */
export async function studentVersion(ask: Ask): Promise<Likely | null> {
  const found = await ask.one<{ id: string; first: string }>(
    `select t.id::text, (select id::text from programme_terms where code = 'gansu-2016') as first from programme_terms t
     where t.code = 'student-origin-2020' and not exists (select from programme_terms where code = '${VERSION}')`,
  );
  if (!found) return null;
  const { parameters } = await ask.get<Shown>('sheng', `/programme-terms/${found.id}`);
  const first = (await ask.get<Shown>('sheng', `/programme-terms/${found.first}`)).parameters;
  const rates = ['rate_source', 'rate_ceiling_rule', 'rate_spread_table'];
  const interest = {
    ...parameters.interest,
    ...Object.fromEntries(rates.map((name) => [name, first.interest[name]])),
  };
  const subsidy = { ...parameters.subsidy, subsidy_ratio_table: first.subsidy['subsidy_ratio_table'] };
  return {
    actor: 'sheng',
    json: {
      ...{ ...PROGRAMME, code: VERSION, title: '助学贷款县实施细则', county_code: HUINING },
      ...{ document_no: `会政办发〔2015〕${ask.serial}号` },
      ...{ effective_from: '2015-07-01', effective_to: '2030-12-31' },
      parameters: { ...parameters, interest, subsidy, loan: { ...parameters.loan, county_sets: [] } },
    },
  };
}

/** Quota of the programme, then of the county, then of its bank; null when the bank has some. */
export async function studentQuota(ask: Ask): Promise<Likely | null> {
  const bank = ask.bankId(RCB);
  const quota = (county: string | null, bankId: string | null): Promise<object | null> =>
    ask.one(
      `select id from quota where programme_code = 'P8' and county_code is not distinct from $1::text
         and bank_id is not distinct from $2::bigint`,
      ...[county, bankId],
    );
  const place = !(await quota(null, null))
    ? { limit: '90000000.00' }
    : !(await quota(HUINING, null))
      ? { county_code: HUINING, limit: '9000000.00' }
      : !(await quota(HUINING, bank)) && { county_code: HUINING, bank_id: bank, limit: '900000.00' };
  return place ? { actor: 'sheng', json: { programme_code: 'P8', ...place } } : null;
}

const HEAD =
  '乡镇,行政村,户主姓名,户主身份证号,家庭人口数,贷款人姓名,贷款人身份证号,与户主关系,脱贫属性,' +
  '贷款金额(元),贷款期限,合同签订日期,放款日期,到期日期,贷款利率,贷款余额(元),毕业日期';

/** A ledger of two students, in a sheet with one loan a row; null until there is quota for them. */
export async function studentLedger(ask: Ask): Promise<Likely | null> {
  const bank = ask.bankId(RCB);
  const ready = await ask.one(
    `select 1 from programme_terms where code = '${VERSION}' and exists (select from quota where programme_code = 'P8' and bank_id = $1)
       and not exists (select from import_file where options ->> 'product_code' = 'student')`,
    bank,
  );
  if (!ready) return null;
  const students = createPopulation(ask.chance, '629934');
  const rows = [1, 2].map(() => {
    const [parent, student] = [ask.person(), students.person(1996, 1997)];
    ask.canaries.add(student.idNo);
    return [
      ...['会师镇', '南嘴村', parent.name, parent.idNo, '3', student.name, student.idNo, '长子', '未脱贫'],
      ...['8000', '36个月', '2015-09-01', '2015-09-01', '2018-09-01', '4.75%', '8000', '2018-07-01'],
    ].join(',');
  });
  const text = `\uFEFF${[HEAD, ...rows].join('\r\n')}\r\n`;
  return {
    actor: ask.officerOf(bank),
    fields: { ...PROGRAMME, county_code: HUINING, unit: '元', as_of: '2016-05-31' },
    file: { name: `助学贷款-${ask.serial}.csv`, bytes: Buffer.from(text) },
  };
}

const recordCoBorrower: Recipe = async (ask) => {
  const loan = await ask.one<{ id: string; bank_id: string }>(
    `select l.id::text, l.bank_id::text from loan l where l.product_code = 'student' and l.import_id is not null
       and not exists (select from loan_co_borrower c where c.loan_id = l.id)`,
  );
  if (!loan) return null;
  const { name, idNo } = ask.person();
  const json = { co_borrower: { name, id_no: idNo, relation: 'parent' } };
  return { actor: ask.officerOf(loan.bank_id), params: { id: loan.id }, json };
};

const proposeRateResets: Recipe = async (ask) => ({
  actor: ask.officerOf(ask.bankId(RCB)),
  json: { county_code: HUINING, programme_code: PROGRAMME.programme_code, through: ask.today },
});

const decideRateResets =
  (json?: unknown): Recipe =>
  async (ask) => {
    const bank = ask.bankId(RCB);
    const order = await ask.one<{ id: string }>(
      `select id::text from rate_reset_order where state = 'proposed' and bank_id = $1`,
      bank,
    );
    return order && { actor: ask.reviewerOf(bank), params: { id: order.id }, json };
  };

export const STUDENT_RECIPES: Readonly<Record<string, Recipe>> = {
  recordCoBorrower,
  proposeRateResets,
  refuseRateResets: decideRateResets({ reason: '与公布的利率核对后重提' }),
  confirmRateResets: decideRateResets(),
  showRateResetOrder: async (ask) => {
    const order = await ask.one<{ id: string }>('select id::text from rate_reset_order');
    return order && { actor: ask.officerOf(ask.bankId(RCB)), params: { id: order.id } };
  },
  listRateResets: async (ask) => ({
    actor: ask.officerOf(ask.bankId(RCB)),
    query: [['through', ask.today]],
  }),
};
