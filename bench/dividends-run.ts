import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bookAnswer, streamTo, takeBankFile, type Order } from './bank-answer.ts';
import { usernameOf, type DividendCounty, type DividendStaff } from './dividends-world.ts';
import { waitFor } from './processes.ts';
import { openPlay, round, timed, type Play, type Stage } from './timed-play.ts';

interface Year extends Play<DividendStaff> {
  readonly county: DividendCounty;
  readonly lines: number;
}

export const DAY = '2016-12-12';
const YEAR = 2016;

/** Plays a cooperative's year from its report to the households' cards; answers what each step took. */
export async function playYear(stage: Stage, county: DividendCounty, lines: number) {
  const year: Year = { ...openPlay(stage, usernameOf), county, lines };
  await Promise.all((['clerk', 'office', 'examiner', 'approver', 'payer'] as const).map(year.desk));
  await report(year);
  await receive(year);
  const list = await drawUp(year);
  const order = await instruct(year, list);
  const bankFile = await takeBankFile(year, 'payer', order);
  await bookAnswer(year, 'payer', { order, bankFile });
  await awaitSettled(year, list);
  const { bank_file_seconds, download_seconds, settled_seconds, ...steps } = year.seconds;
  return {
    year_seconds: round(Object.values(year.seconds).reduce((sum, step) => sum + step, 0)),
    steps: { ...steps, bank_file: bank_file_seconds, download: download_seconds, settled: settled_seconds },
    cpu_seconds: year.computed,
    peak_mb: year.peaks,
  };
}

/** The clerk downloads the workbook, fills in every row, uploads it; the county accepts it. */
async function report(year: Year): Promise<void> {
  const form = join(year.folder, 'report.csv');
  await timed(year, 'form', () =>
    streamTo(year, 'clerk', {
      from: `/dividend-report-workbooks?year=${String(YEAR)}&format=csv`,
      path: form,
    }),
  );
  const total = await fillIn(form, year.lines);
  year.peaks['report_bytes'] = (await stat(form)).size;
  const clerk = await year.desk('clerk');
  const filed = await timed(year, 'report', () =>
    clerk.upload<{ id: string; lines: unknown[] }>('/dividend-report-workbooks', form, {
      ...{ year: String(YEAR), profit: '0.00', capital: '9999999999.00', total: yuan(total) },
    }),
  );
  year.peaks['report_answer_bytes'] = JSON.stringify(filed).length;
  if (filed.lines.length !== year.lines) throw new Error(`${filed.lines.length} lines were compared`);
  const office = await year.desk('office');
  await timed(year, 'accept', () =>
    office.post(`/dividend-reports/${filed.id}/decisions`, { outcome: 'accepted' }),
  );
}

const yuan = (fen: bigint): string => `${fen / 100n}.${String(fen % 100n).padStart(2, '0')}`;
const fenOf = (text: string): bigint => BigInt(text.replace('.', ''));

/**
 * Every household is paid what it is owed: the last column but one says what, the ones after it wait for it.
 */
async function fillIn(path: string, lines: number): Promise<bigint> {
  const [head = '', ...rows] = (await readFile(path, 'utf8')).trim().split('\r\n');
  if (rows.length !== lines) throw new Error(`the workbook holds ${rows.length} rows`);
  const columns = head.split(',');
  const [due, amount] = [columns.indexOf('应得(元)'), columns.indexOf('现金分红(元)')];
  let total = 0n;
  const filled = rows.map((row) => {
    const cells = row.split(',');
    const owed = cells[due] ?? '';
    total += fenOf(owed);
    cells[amount] = owed;
    return cells.join(',');
  });
  await writeFile(path, [head, ...filled, ''].join('\r\n'));
  return total;
}

/**
 * The money of the whole year arrives in one sum; another person confirms it, and each fen has its household.
 */
async function receive(year: Year): Promise<void> {
  const { rows } = await year.client.query<{ cash: string }>(
    `select sum(cash_fen)::text as cash from dividend_due`,
  );
  const examiner = await year.desk('examiner');
  const entered = await timed(year, 'enter', () =>
    examiner.post<{ id: string }>('/dividend-receipts', {
      ...{ enterprise_id: String(year.county.enterprise), year: YEAR, source: 'enterprise' },
      ...{ amount: yuan(BigInt(rows[0]?.cash ?? '0')), received_on: DAY, bank_serial: 'FH-2016-1' },
      payer_name: '会宁县丰源养殖专业合作社',
    }),
  );
  const approver = await year.desk('approver');
  await timed(year, 'allot', () =>
    approver.post(`/dividend-receipts/${entered.id}/decisions`, { outcome: 'confirmed' }),
  );
}

async function drawUp(year: Year): Promise<string> {
  const office = await year.desk('office');
  const { enterprise, bank } = year.county;
  const drafted = await timed(year, 'draft', () =>
    office.post<{ id: string; line_count: number; left_out: unknown[] }>('/dividend-payouts', {
      ...{ enterprise_id: String(enterprise), bank_id: String(bank) },
    }),
  );
  if (drafted.line_count !== year.lines) throw new Error(`the list holds ${drafted.line_count} lines`);
  const path = `/dividend-payouts/${drafted.id}`;
  const posted = await timed(year, 'post', () =>
    office.post<{ notices: { free_on: string }[] }>(`${path}/notices`, {}),
  );
  const free = posted.notices.map((notice) => notice.free_on).sort();
  await year.client.query('update business_day_override set day = $1', [free.at(-1)]);
  const approver = await year.desk('approver');
  await timed(year, 'approve', () => approver.post(`${path}/approvals`, {}));
  return drafted.id;
}

async function instruct(year: Year, list: string): Promise<Order> {
  const payer = await year.desk('payer');
  await payer.confirm();
  return timed(year, 'pay', () => payer.post<Order>(`/dividend-payouts/${list}/instructions`, {}));
}

/** The list is settled when the worker saw the bank's answer: then every household has all of its year. */
async function awaitSettled(year: Year, list: string): Promise<void> {
  const office = await year.desk('office');
  await timed(year, 'settled_seconds', () =>
    waitFor('the settled list', async () => {
      const seen = await office.get<{ state: string }>(`/dividend-payouts/${list}`);
      return seen.state === 'settled' || null;
    }),
  );
  const { rows } = await year.client.query<{ whole: number; even: boolean }>(
    `select (select count(*)::int from dividend_due where paid_fen = cash_fen and cash_fen > 0) as whole,
       (select sum(posted_fen) = 0 and sum(abs(pending_fen)) = 0 from ledger_account) as even`,
  );
  if (rows[0]?.whole !== year.lines || !rows[0].even)
    throw new Error(`the books do not agree: ${JSON.stringify(rows[0])}`);
}
