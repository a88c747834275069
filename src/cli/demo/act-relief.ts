import { COUNTIES, PLAYERS } from './cast.ts';
import { playerAt, type Play } from './play.ts';

interface Relief {
  readonly id: string;
  readonly loans_moved: number | null;
}

/** Another official of the county office confirms what the first proposes. */
const COLLEAGUE = 'fuhe.huining';

/** The county moves the due dates of a month by policy; the contractual ones stay on record. */
export async function relieve(play: Play): Promise<number> {
  const office = await play.desk(playerAt(PLAYERS, { role: 'county_office', county: 'huining' }));
  const colleague = await play.desk(COLLEAGUE);
  const proposed = await office.post<Relief>('/relief-orders', {
    county_code: COUNTIES.huining.code,
    programme_code: 'P1',
    document_no: '会政办发〔2019〕12号',
    reason: '春季雪灾，到期贷款统一延期六个月',
    ...{ due_from: '2019-04-10', due_to: '2019-07-01', months_at_most: 6, subsidised: true },
  });
  const path = `/relief-orders/${proposed.id}/confirmations`;
  const refusal = await office.refused(path, {});
  const { loans_moved: moved } = await colleague.post<Relief>(path, {});
  play.say(
    `  会政办发〔2019〕12号：${moved} 笔贷款到期日顺延六个月，合同到期日照旧留存；本人复核被拒 ${refusal.code}`,
  );
  return moved ?? 0;
}
