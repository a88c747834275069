import { PLAYERS } from './cast.ts';
import { countersign } from './act-claim.ts';
import { keepPaper, type Paper } from './act-fund.ts';
import { until } from './desk.ts';
import { playerAt, type Play } from './play.ts';

interface Difference {
  readonly loan_id: string;
  readonly rest: string;
  readonly counting: boolean;
}

interface Clawback {
  readonly id: string;
  readonly clawback_no: string;
  readonly amount: string;
}

/**
 * A household is struck off from a day in the quarter that was paid: its subsidy stops, what was overpaid is
 * asked back by an order of two persons, and it pays back.
 */
export async function strikeOff(play: Play, loan: string): Promise<[amount: string, paper: string]> {
  const office = await play.desk(playerAt(PLAYERS, { role: 'county_office', county: 'huining' }));
  const clerk = await play.desk(playerAt(PLAYERS, { role: 'township_clerk' }));
  const { household_id: household } = await office.get<{ household_id: string }>(`/loans/${loan}`);
  const status = await office.post<{ id: string }>(`/households/${household}/statuses`, {
    ...{ status: 'struck_off', effective_on: '2016-05-01' },
  });
  await clerk.post(`/household-statuses/${status.id}/reviews`, { accepted: true });
  const difference = await until('the overpaid subsidy', () => differenceOf(play, loan));
  const clawback = await office.post<Clawback>(`/loans/${loan}/subsidy-clawbacks`, {
    ...{ reason: '识别不精准，已按程序清退', document_no: '会扶办发〔2016〕31号', due_on: '2016-11-30' },
  });
  // what is asked back is taken out of the difference, which is counted once more
  await until('the difference to be counted again', async () => {
    const found = (await differences(play)).find(({ loan_id: id }) => id === loan);
    return !found?.counting;
  });
  const path = `/subsidy-clawbacks/${clawback.id}`;
  const approver = await play.desk(playerAt(PLAYERS, { role: 'finance_approver', county: 'huining' }));
  await approver.post(`${path}/confirmations`, {});
  const reviewer = await play.desk(playerAt(PLAYERS, { role: 'finance_reviewer', county: 'huining' }));
  const paper = await reviewer.post<Paper>(`${path}/papers`, {});
  const kept = await keepPaper(play, reviewer, paper, `追缴通知书-${clawback.clawback_no}.pdf`);
  const paid = { paid_on: '2016-09-22', amount: clawback.amount, bank_serial: 'ZJ20160922000001' };
  const entered = await reviewer.post<{ readonly id: string }>(`${path}/repayments`, paid);
  await countersign(play, 'huining', entered.id);
  play.say(
    `  ${clawback.clawback_no}：自 2016-05-01 起清退，多付 ${difference.rest.replace('-', '')} 元，` +
      `追缴 ${clawback.amount} 元已交回`,
  );
  return [clawback.amount, kept];
}

async function differences(play: Play): Promise<readonly Difference[]> {
  const office = await play.desk(playerAt(PLAYERS, { role: 'county_office', county: 'huining' }));
  return (await office.get<{ items: Difference[] }>('/subsidy-differences?limit=200')).items;
}

const differenceOf = async (play: Play, loan: string): Promise<Difference | undefined> =>
  (await differences(play)).find(
    (found) => found.loan_id === loan && !found.counting && found.rest !== '0.00',
  );
