import type { PlainDate } from '../../kernel/date.ts';
import { COUNTIES, PLAYERS, type BankKey, type CountyKey } from './cast.ts';
import type { BatchSeen } from './act-settle.ts';
import type { Desk } from './desk.ts';
import { playerAt, type Play } from './play.ts';

interface BatchDetail extends BatchSeen {
  readonly subsidy_words: string | null;
  readonly notices: readonly { readonly id: string; readonly state: string; readonly free_on: PlainDate }[];
}

export const bankOf = (play: Play, batch: BatchSeen): BankKey => {
  const found = Object.entries(play.stage.banks).find(([, id]) => String(id) === batch.bank_id);
  if (!found) throw new Error('a batch of a bank outside the cast');
  return found[0] as BankKey;
};

export const countyOf = (batch: BatchSeen): CountyKey =>
  batch.county_code === COUNTIES.huining.code ? 'huining' : 'qinan';

export const readBatch = (desk: Desk, id: string): Promise<BatchDetail> => desk.get(`/subsidy-batches/${id}`);

/**
 * The bank claims, the county office reviews and posts. Answers the first day on which it may be approved.
 */
export async function claimAndPost(play: Play, batch: BatchSeen): Promise<PlainDate> {
  const officer = await play.desk(playerAt(PLAYERS, { role: 'bank_officer', bank: bankOf(play, batch) }));
  const office = await play.desk(playerAt(PLAYERS, { role: 'county_office', county: countyOf(batch) }));
  const drafted = await readBatch(officer, batch.id);
  const claim = { lines_hash: drafted.lines_hash, remark: '本期应付利息已核对' };
  await officer.post(`/subsidy-batches/${batch.id}/submissions`, claim);
  await office.post(`/subsidy-batches/${batch.id}/reviews`, { ...claim, remark: '贷款户资格、金额核对无误' });
  await office.post(`/subsidy-batches/${batch.id}/notices`, { lines_hash: drafted.lines_hash });
  const posted = await readBatch(office, batch.id);
  return posted.notices.map((notice) => notice.free_on).reduce((a, b) => (a > b ? a : b));
}

/**
 * A villager objects to one line; another official upholds it; the list is posted again for a full period.
 */
export async function objectAndUphold(play: Play, batch: BatchSeen): Promise<PlainDate> {
  const county = countyOf(batch);
  const office = await play.desk(playerAt(PLAYERS, { role: 'county_office', county }));
  const reviewer = await play.desk(playerAt(PLAYERS, { role: 'finance_reviewer', county }));
  const { notices } = await readBatch(office, batch.id);
  const lines = await office.get<{ items: { loan_id: string; household_no: string; subsidy: string }[] }>(
    `/subsidy-batches/${batch.id}/lines?excluded=false&limit=3`,
  );
  const line = lines.items[1];
  const notice = notices.find((candidate) => candidate.state === 'posted');
  if (!line || !notice) throw new Error('nothing to object to');
  const objection = await office.post<{ id: string }>(`/notices/${notice.id}/objections`, {
    loan_id: line.loan_id,
    reason: '该户贷款未用于申报的养殖项目，村民反映后经核实属实',
    objector_kind: 'named',
  });
  const decided = await reviewer.post<{ free_on: PlainDate | null }>(
    `/objections/${objection.id}/decisions`,
    {
      outcome: 'upheld',
      reason: '经乡镇、村核查，资金用途不符，本期不予贴息',
    },
  );
  if (!decided.free_on) throw new Error('the list was not posted again');
  play.say(
    `  异议成立：${line.household_no} 本期 ${line.subsidy} 元不予贴息，重新公示，${decided.free_on} 起可审批`,
  );
  return decided.free_on;
}

/** The finance bureau approves what was posted long enough. */
export async function approve(play: Play, batch: BatchSeen): Promise<BatchDetail> {
  const approver = await play.desk(playerAt(PLAYERS, { role: 'finance_approver', county: countyOf(batch) }));
  const posted = await readBatch(approver, batch.id);
  await approver.post(`/subsidy-batches/${batch.id}/approvals`, {
    lines_hash: posted.lines_hash,
    remark: '同意拨付',
  });
  return readBatch(approver, batch.id);
}

/** Money is given for a county's subsidies of the year. */
export async function grantBudget(
  play: Play,
  county: CountyKey,
  amount: string,
  documentNo: string,
): Promise<void> {
  const reviewer = await play.desk(playerAt(PLAYERS, { role: 'finance_reviewer', county }));
  const entered = await reviewer.post<{ readonly id: string }>('/subsidy-budget-grants', {
    programme_code: 'P1',
    county_code: COUNTIES[county].code,
    fiscal_year: 2016,
    document_no: documentNo,
    amount,
  });
  await countersign(play, county, entered.id);
}

/** What one person of the finance bureau entered is confirmed by another, there or at the office (复核). */
export async function countersign(
  play: Play,
  county: CountyKey,
  id: string,
  role: 'finance_approver' | 'county_office' = 'finance_approver',
): Promise<void> {
  const second = await play.desk(playerAt(PLAYERS, { role, county }));
  await second.post(`/countersigns/${id}/confirmations`, {});
}
