import { date } from '../../kernel/date.ts';
import { payShareDividend, type ShareDividendPlayed } from './act-share-dividend.ts';
import { keepPaper, type Paper } from './act-fund.ts';
import { VILLAGE } from './act-register.ts';
import { PLAYERS } from './cast.ts';
import { until, type Desk } from './desk.ts';
import { playerAt, type Play } from './play.ts';

/** Another official of the county office, and a third who files. */
const COLLEAGUE = 'fuhe.huining';
const FILER = 'beian.huining';
/** The clerk who sits in the village; the township's own looks at what he posts. */
const VILLAGE_CLERK = 'zhucun.huining';

interface Id {
  readonly id: string;
}

interface Holding {
  readonly lot_id: string;
  readonly household_id: string | null;
  readonly head_name: string | null;
  readonly shares: string;
  readonly certificate_no: string | null;
}

interface Holdings {
  readonly total_shares: string;
  readonly items: readonly Holding[];
}

const TERMS = {
  ...{ document_no: '会师镇村民代表会议决议〔2020〕3号', effective_from: '2020-01-01' },
  ...{ policy: 'dynamic', exit_rule: 'redistribute', support_months: 0, allot_key: 'person' },
  ...{ collective_percent: '30', residual_to_collective: false, record_date: '12-01' },
  ...{ preferred_percent: '6', participating_percent: '70', ratio_mode: 'exact', cap_percent: null },
  income_split: [
    { party: '贫困户', holders: true, percent: '55' },
    { party: '村集体积累', holders: false, percent: '30' },
    { party: '运行管护', holders: false, percent: '15' },
  ],
  ...{ publicity_days: 7, publicity_day_kind: 'working' },
};

export interface SharesPlayed {
  readonly dividend: ShareDividendPlayed['told'];
  readonly shares: string;
  readonly moved: string;
  readonly papers: readonly string[];
}

/** Fiscal money becomes shares of a village's poor; a household leaves poverty and its shares move on. */
export async function moveShares(play: Play): Promise<SharesPlayed> {
  await play.setDay(date('2020-03-02'));
  const office = await play.desk(playerAt(PLAYERS, { role: 'county_office', county: 'huining' }));
  const colleague = await play.desk(COLLEAGUE);
  const issue = await allot(play, office, colleague);
  const before = await office.get<Holdings>(`/share-issues/${issue}/holdings`);
  const leaving = before.items.find((item) => item.household_id !== null);
  if (!leaving?.household_id) throw new Error('nobody holds shares');
  const certificate = await office.post<Paper>(`/share-lots/${leaving.lot_id}/certificates`, {});
  const first = await keepPaper(play, office, certificate, `股权证-${leaving.certificate_no ?? ''}.pdf`);
  await play.setDay(date('2020-10-12'));
  const clerk = await play.desk(playerAt(PLAYERS, { role: 'township_clerk' }));
  const exit = { status: 'exited_with_policy', effective_on: '2020-09-30' };
  const status = await office.post<Id>(`/households/${leaving.household_id}/statuses`, exit);
  await clerk.post(`/household-statuses/${status.id}/reviews`, { accepted: true });
  await until('the exit to be drawn', async () => {
    const found = await office.get<{ items: readonly Id[] }>(`/share-issues/${issue}/changes?state=waiting`);
    return found.items.length > 0;
  });
  await review(play, issue);
  await play.setDay(date('2020-12-01'));
  await colleague.post(`/share-issues/${issue}/records`, { year: 2020 });
  const dividend = await payShareDividend(play, issue);
  const after = await office.get<Holdings>(`/share-issues/${issue}/holdings?on=2021-01-01`);
  if (after.items.some((item) => item.household_id === leaving.household_id))
    throw new Error('its shares did not move');
  await play.setDay(date('2021-01-04'));
  const register = await office.post<Paper>(`/share-issues/${issue}/registers`, {});
  const second = await keepPaper(play, office, register, '股权登记簿-2021.pdf');
  play.say(
    `  一户脱贫，次年起 ${leaving.shares} 股收回并在 ${String(after.items.length - 1)} 户中重新分配，合计仍为 ${after.total_shares} 股`,
  );
  return {
    ...{ shares: after.total_shares, moved: leaving.shares, dividend: dividend.told },
    papers: [first, second, ...dividend.papers],
  };
}

async function allot(play: Play, office: Desk, colleague: Desk): Promise<string> {
  const entered = await office.post<Id>('/share-issues', {
    ...{ village_code: VILLAGE, issue_no: 'GQ620422-2020-001', project: '肉牛养殖' },
    ...{ source: 'fiscal', source_document_no: '会财农〔2020〕12号' },
    operator_id: String(play.stage.cooperatives.huining),
    ...{ total_amount: '700000.00', par: '100.00', share_places: 0, terms: TERMS },
  });
  const proposed = await office.post<
    Id & { household_shares: string; village_shares: string; households: number }
  >(`/share-issues/${entered.id}/allotments`, { effective_on: '2020-03-02' });
  const path = `/share-allotments/${proposed.id}/confirmations`;
  const refusal = await office.refused(path, {});
  await colleague.post(path, {});
  play.say(
    `  财政资金 700000.00 元折 7000 股：${String(proposed.households)} 户 ${proposed.household_shares} 股，` +
      `村集体 ${proposed.village_shares} 股；本人确认被拒 ${refusal.code}`,
  );
  return entered.id;
}

/** Village list, meeting, publicity, township, county: five persons. */
async function review(play: Play, issue: string): Promise<void> {
  const office = await play.desk(playerAt(PLAYERS, { role: 'county_office', county: 'huining' }));
  const { id } = await office.post<Id>(`/share-issues/${issue}/reviews`, { year: 2020 });
  const path = `/share-reviews/${id}`;
  const refusal = await office.refused(`${path}/meetings`, MEETING);
  await (await play.desk(COLLEAGUE)).post(`${path}/meetings`, MEETING);
  const posted = await (await play.desk(VILLAGE_CLERK)).post<{ free_on: string }>(`${path}/notices`, {});
  await play.setDay(date(posted.free_on));
  const township = await play.desk(playerAt(PLAYERS, { role: 'township_clerk' }));
  await township.post(`${path}/township-reviews`, { document_no: '会师镇审〔2020〕6号' });
  await (await play.desk(FILER)).post(`${path}/filings`, { document_no: '会扶备〔2020〕19号' });
  play.say(
    `  年度调整：村级名单、村民会议、公示至 ${posted.free_on}、乡镇、县级，五人经办；一人办两环被拒 ${refusal.code}`,
  );
}

const MEETING = { minutes_no: '村民代表会议纪要〔2020〕5号', entitled: 45, attended: 38, in_favour: 37 };
