import { date } from '../../kernel/date.ts';
import { addFen, formatYuan } from '../../kernel/money.ts';
import { payOut, receive, takePapers, yuanOf, type Due } from './act-dividends.ts';
import { BANKS, PLAYERS } from './cast.ts';
import { playerAt, type Play } from './play.ts';

const YEAR = 2020;
/** The day after the holders were frozen. */
const DECLARED = date('2020-12-02');

export interface ShareDividendPlayed {
  /** What the story's summary says of it. */
  readonly told: { readonly dividend_households: number; readonly dividend_yuan: string };
  readonly papers: readonly string[];
}

interface Declared {
  readonly id: string;
  readonly floor: string;
  readonly due: string;
}

/** The year's dividend of the project's shares, for the holders of its record date, on their cards. */
export async function payShareDividend(play: Play, issue: string): Promise<ShareDividendPlayed> {
  const office = await play.desk(playerAt(PLAYERS, { role: 'county_office', county: 'huining' }));
  const approver = await play.desk(playerAt(PLAYERS, { role: 'finance_approver', county: 'huining' }));
  await play.setDay(DECLARED);
  const declared = await office.post<Declared>(`/share-issues/${issue}/dividends`, {
    ...{ year: YEAR, profit: '86000.00', document_no: '丰源合作社决算〔2020〕1号', pay_by: '2020-12-31' },
  });
  await approver.post(`/share-dividends/${declared.id}/decisions`, { outcome: 'confirmed' });
  const dues = async (): Promise<Due[]> =>
    (await office.get<{ items: Due[] }>(`/dividend-dues?share_dividend_id=${declared.id}&limit=200`)).items;
  const owed = await dues();
  const [first] = owed;
  if (!first) throw new Error('no shares bring anything');
  const amount = formatYuan(addFen(...owed.map((due) => yuanOf(due.cash))));
  play.say(
    `  2020 年度股份分红：优先股保底 ${declared.floor} 元在内共 ${declared.due} 元，${String(owed.length)} 户应得 ${amount} 元`,
  );
  await receive(play, first.enterprise_id, {
    ...{ source: 'enterprise', amount, day: DECLARED, year: YEAR, shareDividend: declared.id },
  });
  const bank = String(play.stage.banks['huining-rcb']);
  const list = await payOut(play, {
    ...{ enterprise_id: first.enterprise_id, bank_id: bank, share_dividend_id: declared.id },
  });
  const paid = addFen(...(await dues()).map((due) => yuanOf(due.paid)));
  if (formatYuan(paid) !== amount) throw new Error(`of ${amount} ${formatYuan(paid)} was paid`);
  play.say(`  经${BANKS['huining-rcb'].name}代发，${String(owed.length)} 户股份分红 ${amount} 元全部到卡`);
  const papers = await takePapers(play, office, [
    ['股份分红兑付清单', `${list}/papers`],
    ['股份分红结算单', `/dividend-dues/${first.id}/statements`],
  ]);
  return { told: { dividend_households: owed.length, dividend_yuan: amount }, papers };
}
