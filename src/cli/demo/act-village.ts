import { date } from '../../kernel/date.ts';
import { keepPaper, type Paper } from './act-fund.ts';
import { VILLAGE } from './act-register.ts';
import { COUNTIES, PLAYERS, type Player } from './cast.ts';
import type { Desk } from './desk.ts';
import { playerAt, type Play } from './play.ts';

/**
 * 盐池: 7 per mille a month on what is not one's own; fees 40/20/40, staff 70 % of running cost, no dividends.
 */
const TERMS = {
  ...{
    document_no: '会员大会决议〔2021〕1号',
    effective_from: '2021-01-01',
    fee_per_mille: '7',
    fee_cap_per_mille: '15',
  },
  ...{ reserve_percent: '40', welfare_percent: '20', running_percent: '40', staff_cap_percent: '70' },
  ...{ lending_warn_percent: '50', bad_stop_percent: '15', group_min: 4, group_max: 8 },
  ...{ exit_after_months: 12, contribution_unit: '100.00', min_units: 1, max_units: 20 },
  ...{ start_total: '0.00', base_share: '500.00', first_loan: '10000.00', loan_step: '5000.00' },
  ...{ loan_max: '20000.00', min_months: 3, max_months: 12, extension_count: 1, extension_months: 6 },
  ...{ quorum_percent: '66.6666', yes_percent: '50' },
};

interface Id {
  readonly id: string;
}

interface Entry extends Id {
  readonly kind: string;
}

export interface VillagePlayed {
  readonly fees: string;
  readonly reserve: string;
  readonly papers: readonly string[];
}

const MEMBERS = 4;

/** A village's society at work: what its three seals and the township's clerk do. */
class Village {
  readonly play: Play;
  readonly society: string;
  private serials = 0;

  constructor(play: Play, society: string) {
    this.play = play;
    this.society = society;
  }

  desk(role: Player['role']): Promise<Desk> {
    return deskIn(this.play, role);
  }

  serial(): string {
    return `HZ2021${String((this.serials += 1)).padStart(6, '0')}`;
  }

  /** The cashier enters, the seal of the kind confirms. */
  async money(path: string, body: object, seal: 'society_chair' | 'society_accountant'): Promise<void> {
    const cashier = await this.desk('society_cashier');
    const entry = await cashier.post<Entry>(path, { bank_serial: this.serial(), ...body });
    await (await this.desk(seal)).post(`/mutual-entries/${entry.id}/decisions`, { outcome: 'confirmed' });
  }

  /** The accountant draws something up, the chair confirms it. */
  async draw<T extends Id>(what: string, path: string, body: object): Promise<T> {
    const drawn = await (
      await this.desk('society_accountant')
    ).post<T>(`/mutual-societies/${this.society}/${what}`, body);
    await (await this.desk('society_chair')).post(`/${path}/${drawn.id}/decisions`, { outcome: 'confirmed' });
    return drawn;
  }
}

const deskIn = (play: Play, role: Player['role']): Promise<Desk> =>
  play.desk(playerAt(PLAYERS, role === 'township_clerk' ? { role } : { role, county: 'huining' }));

/**
 * A village fund lends to its members, is repaid with its fee, splits the year's fees and posts its last
 * month.
 */
export async function closeVillageYear(play: Play): Promise<VillagePlayed> {
  play.say('九、村级互助资金：入会、联保、借款、还款，年终分配，月度公示');
  const today = date('2021-01-05');
  await play.setDay(today);
  const village = new Village(play, await found(play));
  const members = await join(village, today);
  const loan = await lend(village, members, today);
  await play.setDay(date('2022-01-04'));
  const back = { amount: '10672.00', on_date: '2021-12-31' };
  await village.money(`/mutual-loans/${loan}/repayments`, back, 'society_accountant');
  const year = await village.draw<Id & { fees: string; reserve: string; welfare: string; running: string }>(
    'distributions',
    'mutual-distributions',
    { year: 2021 },
  );
  play.say(
    `  借款10,000元，自有2,000元，月7‰一年占用费 ${year.fees} 元；公积金 ${year.reserve}、公益金 ${year.welfare}、运行费 ${year.running}`,
  );
  const month = await village.draw<Id>('statements', 'mutual-statements', { month: '2021-12' });
  const accountant = await village.desk('society_accountant');
  const paper = await accountant.post<Paper>(`/mutual-statements/${month.id}/papers`, {});
  const kept = await keepPaper(play, accountant, paper, '互助资金月度公示表-2021-12.pdf');
  const hung = { place: '村委会公示栏', posted_on: '2022-01-04', until_on: '2022-01-14' };
  await accountant.post(`/mutual-statements/${month.id}/postings`, hung);
  return { fees: year.fees, reserve: year.reserve, papers: [kept] };
}

async function found(play: Play): Promise<string> {
  const office = await deskIn(play, 'county_office');
  const { id } = await office.post<Id>('/mutual-societies', {
    village_code: VILLAGE,
    organisation_id: String(play.stage.society),
    deposit_bank_id: String(play.stage.banks['huining-rcb']),
  });
  await office.post(`/mutual-societies/${id}/terms`, TERMS);
  return id;
}

/** The first households of the village join with 2,000 each and stand for each other. */
async function join(village: Village, on: string): Promise<string[]> {
  const office = await village.desk('county_office');
  const listed = await office.get<{ items: readonly { household_no: string; head_name: string }[] }>(
    `/households?county_code=${COUNTIES.huining.code}&limit=${MEMBERS}`,
  );
  const accountant = await village.desk('society_accountant');
  const entries = `/mutual-societies/${village.society}/entries`;
  const grant = { kind: 'grant', amount: '150000.00', on_date: on, document_no: '会财农〔2020〕31号' };
  await village.money(entries, grant, 'society_accountant');
  const members: string[] = [];
  for (const { household_no, head_name } of listed.items) {
    const body = { household_no, name: head_name, joined_on: on };
    const { id } = await accountant.post<Id>(`/mutual-societies/${village.society}/members`, body);
    const paid = { kind: 'contribution', amount: '2000.00', member_id: id, on_date: on };
    await village.money(entries, paid, 'society_accountant');
    members.push(id);
  }
  await accountant.post(`/mutual-societies/${village.society}/groups`, {
    ...{ name: '第一联保小组', agreement_no: 'LB2021-1', formed_on: on, member_ids: members },
  });
  return members;
}

/**
 * Applied for, signed for by the group, approved by two officers and the township, paid out; a second one is
 * refused meanwhile.
 */
async function lend(village: Village, members: readonly string[], on: string): Promise<string> {
  const [member = '', ...others] = members;
  const cashier = await village.desk('society_cashier');
  const path = `/mutual-societies/${village.society}/loans`;
  const wanted = { member_id: member, amount: '10000.00', months: 12, purpose: '购买育肥羊' };
  const above = await cashier.refused(path, { ...wanted, amount: '10000.01' });
  const { id } = await cashier.post<Id>(path, wanted);
  const second = await cashier.refused(path, wanted);
  for (const refusal of [above, second]) village.play.say(`  拒绝 ${refusal.code}：${refusal.detail}`);
  const accountant = await village.desk('society_accountant');
  for (const member_id of others) {
    const signature = { member_id, signed_on: on, manner: 'fingerprint' };
    await accountant.post(`/mutual-loans/${id}/guarantor-signatures`, signature);
  }
  for (const role of ['society_chair', 'society_accountant'] as const)
    await (await village.desk(role)).post(`/mutual-loans/${id}/approvals`, {});
  await (await village.desk('township_clerk')).post(`/mutual-loans/${id}/co-signatures`, {});
  await village.money(`/mutual-loans/${id}/disbursements`, { on_date: on }, 'society_chair');
  return id;
}
