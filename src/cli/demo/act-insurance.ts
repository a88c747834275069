import { date } from '../../kernel/date.ts';
import { countersign } from './act-claim.ts';
import { keepPaper, type Paper } from './act-fund.ts';
import { answer, takeBankFile, type Order } from './act-pay.ts';
import { VILLAGE } from './act-register.ts';
import { COUNTIES, PLAYERS, type Player } from './cast.ts';
import { until, type Desk } from './desk.ts';
import { playerAt, type Play } from './play.ts';

interface Id {
  readonly id: string;
}

interface Household extends Id {
  readonly household_no: string;
  readonly head_name: string;
}

export interface InsurancePlayed {
  readonly premium: string;
  readonly subsidy: string;
  readonly received: string;
  readonly papers: readonly string[];
}

const COUNTY = COUNTIES.huining.code;
const HOUSEHOLDS = 4;

/** The poor pay a twentieth of the premium, the others a tenth; the county bears the difference. */
const shares = (county: string, household: string) => ({
  ...{ central_percent: '40', province_percent: '30', city_percent: '5', county_percent: county },
  household_percent: household,
});
const TERMS = {
  ...{ county_code: COUNTY, product_code: 'potato', product: '马铃薯种植保险', kind: 'crop', unit: 'mu' },
  ...{ unit_places: 2, document_no: '会政办发〔2022〕3号', sum_insured: '400.00', premium_percent: '5.5' },
  ...{ effective_from: '2022-01-01', effective_to: '2022-12-31' },
  ...{ poor_shares: shares('20', '5'), other_shares: shares('15', '10') },
  ...{ least_loss_percent: '30', total_loss_percent: '80', deductible_percent: '10' },
  ...{ publicity_days: 3, publicity_day_kind: 'natural', pay_within_days: 10 },
};

const deskIn = (play: Play, role: Player['role']): Promise<Desk> =>
  play.desk(playerAt(PLAYERS, role === 'township_clerk' ? { role } : { role, county: 'huining' }));

/**
 * A village's potatoes are insured, the premium is subsidised level by level, hail brings a claim to one
 * household's card, and the county's yearly table is printed.
 */
export async function insureVillage(play: Play): Promise<InsurancePlayed> {
  play.say('十、农业保险：集体投保公示、保费补贴按级拨付、定损赔款到户、年度表');
  await play.setDay(date('2022-04-20'));
  const office = await deskIn(play, 'county_office');
  const insurer = await deskIn(play, 'insurer_clerk');
  const approver = await deskIn(play, 'finance_approver');
  const asked = await approver.post<{ id: string }>('/insurance-terms', TERMS);
  await countersign(play, 'huining', asked.id, 'county_office');
  const { items } = await office.get<{ items: readonly Household[] }>(
    `/households?county_code=${COUNTY}&limit=${HOUSEHOLDS}`,
  );
  const policy = await enter(play, insurer, items);
  const list = await insurer.post<Paper>(`/insurance-policies/${policy.id}/papers`, {});
  const kept = [await keepPaper(play, office, list, '农业保险承保公示清单.pdf')];
  await insurer.post(`/insurance-policies/${policy.id}/notices`, {});
  const early = await office.refused(`/insurance-policies/${policy.id}/confirmations`, {});
  play.say(`  拒绝 ${early.code}：${early.detail}`);
  await play.setDay(date('2022-04-24'));
  await office.post(`/insurance-policies/${policy.id}/confirmations`, {});
  await proveOwnPart(play, insurer, policy);
  const subsidy = await subsidise(play, insurer);
  const received = await compensate(play, policy.id, items[0]);
  const table = await office.post<Paper>('/insurance-years/papers', { county_code: COUNTY, year: 2022 });
  kept.push(await keepPaper(play, office, table, '农业保险年度表-2022.pdf'));
  return { premium: policy.premium, subsidy, received, papers: kept };
}

/** The village's list; the same plot a second time is refused. */
async function enter(play: Play, insurer: Desk, households: readonly Household[]) {
  const lines = households.map(({ household_no }, index) => ({
    household_no,
    objects: [{ object_no: `HS-${String(index + 1).padStart(4, '0')}`, units: `${String(index + 2)}.35` }],
  }));
  const body = {
    ...{
      policy_no: 'PNX2022620422000001',
      village_code: VILLAGE,
      product_code: 'potato',
      kind: 'collective',
    },
    ...{ signed_on: '2022-04-18', covers_from: '2022-05-01', covers_to: '2022-09-30' },
    ...{ own_paid_on: '2022-04-19', own_receipt_no: '收据2022-0001', lines },
  };
  const policy = await insurer.post<Id & { premium: string; household: string }>('/insurance-policies', body);
  const twice = await insurer.refused('/insurance-policies', { ...body, policy_no: 'PNX2022620422000002' });
  play.say(
    `  保费 ${policy.premium} 元，农户自缴 ${policy.household} 元；拒绝 ${twice.code}：${twice.detail}`,
  );
  return policy;
}

/** The premium of the households' own arrived in one payment of the village; without its proof no subsidy. */
async function proveOwnPart(play: Play, insurer: Desk, policy: Id & { household: string }): Promise<void> {
  const year = { county_code: COUNTY, year: 2022, policy_ids: [policy.id] };
  const early = await insurer.refused('/insurance-subsidy-claims', year);
  play.say(`  拒绝 ${early.code}：${early.detail}`);
  const proof = await insurer.post<Id>('/insurance-own-proofs', {
    ...{ bank_id: String(play.stage.banks['huining-rcb']), bank_serial: 'ZJBF20220419001' },
    ...{ paid_on: '2022-04-19', amount: policy.household, policies: [{ policy_id: policy.id }] },
  });
  const office = await deskIn(play, 'county_office');
  await office.post(`/insurance-own-proofs/${proof.id}/decisions`, { outcome: 'confirmed' });
  play.say(`  农户自缴 ${policy.household} 元凭银行流水登记，另一人确认`);
}

const LEVELS = ['central', 'province', 'city', 'county'] as const;

/** Every level's money arrives; four persons take the claim to the bank, one order a level. */
async function subsidise(play: Play, insurer: Desk): Promise<string> {
  const office = await deskIn(play, 'county_office');
  const approver = await deskIn(play, 'finance_approver');
  const payer = await deskIn(play, 'finance_payer');
  for (const level of LEVELS) {
    const funding = await (
      await deskIn(play, 'finance_reviewer')
    ).post<Id>('/insurance-fundings', {
      ...{ county_code: COUNTY, level, amount: '500.00', received_on: '2022-04-24' },
      ...{ document_no: '财金〔2022〕12号', bank_serial: `BFZJ2022-${level}` },
    });
    await approver.post(`/insurance-fundings/${funding.id}/decisions`, { outcome: 'confirmed' });
  }
  const claim = await insurer.post<Id & { total: string }>('/insurance-subsidy-claims', {
    ...{ county_code: COUNTY, year: 2022 },
  });
  const path = `/insurance-subsidy-claims/${claim.id}`;
  await office.post(`${path}/reviews`, {});
  await office.post(`${path}/notices`, {});
  await play.setDay(date('2022-05-05'));
  await approver.post(`${path}/approvals`, {});
  await payer.confirm();
  const bank = { bank_id: String(play.stage.banks['huining-rcb']) };
  const { orders } = await payer.post<{ orders: readonly Order[] }>(`${path}/instructions`, bank);
  for (const order of orders)
    await answer(play, 'huining', { order, bankFile: await takeBankFile(play, order), returns: 0 });
  await until('the premium subsidy to be paid', async () => {
    const { state } = await insurer.get<{ state: string }>(path);
    return state === 'paid';
  });
  play.say(`  保费补贴 ${claim.total} 元，${String(orders.length)} 级财政各用本级资金拨付承保机构`);
  return claim.total;
}

/** Hail: reported in the township, assessed by the insurer, posted, confirmed, received on the own card. */
async function compensate(play: Play, policy: string, household: Household | undefined): Promise<string> {
  if (!household) throw new Error('the village has no households');
  await play.setDay(date('2022-07-10'));
  const office = await deskIn(play, 'county_office');
  const insurer = await deskIn(play, 'insurer_clerk');
  const card = {
    account_no: '270862042200990001',
    account_type: 'passbook',
    bank_name: '会宁县农村信用合作联社',
  };
  await office.post(`/households/${household.id}/card-accounts`, {
    ...card,
    account_name: household.head_name,
  });
  const report = {
    household_no: household.household_no,
    cause: 'hail',
    happened_on: '2022-07-08',
    units: '2',
  };
  const loss = await (
    await deskIn(play, 'township_clerk')
  ).post<Id>(`/insurance-policies/${policy}/losses`, report);
  const survey = { units: '2', loss_percent: '60', surveyed_on: '2022-07-09', survey_no: '查勘2022-001' };
  const { assessed } = await insurer.post<{ assessed: string }>(
    `/insurance-losses/${loss.id}/assessments`,
    survey,
  );
  const list = await insurer.post<Id>(`/insurance-policies/${policy}/payouts`, {});
  await insurer.post(`/insurance-payouts/${list.id}/notices`, {});
  await play.setDay(date('2022-07-14'));
  await office.post(`/insurance-payouts/${list.id}/confirmations`, {});
  const receipt = { line_no: 1, received_on: '2022-07-14', bank_serial: 'PK20220714001' };
  const strange = await insurer.refused(`/insurance-payouts/${list.id}/receipts`, {
    lines: [{ ...receipt, account_no: '270862042200990002' }],
  });
  play.say(`  拒绝 ${strange.code}：${strange.detail}`);
  await insurer.post(`/insurance-payouts/${list.id}/receipts`, {
    lines: [{ ...receipt, account_no: card.account_no }],
  });
  play.say(`  雹灾定损 ${assessed} 元，公示期满到本户一卡通`);
  return assessed;
}
