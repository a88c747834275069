import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { date } from '../../kernel/date.ts';
import { BANKS, COUNTIES, PLAYERS, type BankKey } from './cast.ts';
import { until, type Desk } from './desk.ts';
import { makeLedger, writeLedger, type MadeLedger } from './make-ledger.ts';
import { playerAt, type Play } from './play.ts';

export interface ImportSeen {
  readonly id: string;
  readonly state: string;
  readonly rows: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly principal: string;
  readonly balance: string;
  readonly refusal: { readonly code: string; readonly detail: string } | null;
  readonly faults: readonly { readonly code: string; readonly rows: number }[];
}

const AS_OF = date('2016-05-31');
/** The settlement before the ledger came in was paid outside the system. */
const SETTLED_THROUGH = '2016-03-21';

const TOWNSHIPS: Readonly<Record<'huining' | 'qinan', LedgerTownships>> = {
  huining: [
    { name: '会师镇', villages: ['南嘴村', '东山根村', '南十里铺村'] },
    { name: '郭城驿镇', villages: ['红堡子村', '新堡子村'] },
    { name: '河畔镇', villages: ['河畔村', '上坪村'] },
  ],
  qinan: [
    { name: '兴国镇', villages: ['凤山村', '丰乐村'] },
    { name: '莲花镇', villages: ['莲花村', '上河村'] },
  ],
};
type LedgerTownships = readonly { readonly name: string; readonly villages: readonly string[] }[];

/** Each bank hands in its county ledger: dry run, import of the good rows, marked workbook back. */
export async function importLedgers(play: Play): Promise<Record<BankKey, ImportSeen>> {
  const seen: Partial<Record<BankKey, ImportSeen>> = {};
  for (const key of Object.keys(BANKS) as BankKey[]) seen[key] = await importLedger(play, key);
  return seen as Record<BankKey, ImportSeen>;
}

async function importLedger(play: Play, key: BankKey): Promise<ImportSeen> {
  const bank = BANKS[key];
  const officer = await play.desk(playerAt(PLAYERS, { role: 'bank_officer', bank: key }));
  const path = await handIn(play, key);
  const fields = {
    county_code: COUNTIES[bank.county].code,
    unit: '万元',
    as_of: AS_OF,
    settled_through: SETTLED_THROUGH,
  };
  const received = await officer.upload<{ id: string }>('/loan-imports', path, fields);
  const checked = await reached(officer, received.id, ['checked', 'refused']);
  if (checked.state === 'refused')
    throw new Error(`the ledger of ${bank.name} was refused: ${checked.refusal?.detail}`);
  play.say(`  ${bank.name}：试算 ${checked.rows} 行，可导入 ${checked.accepted}，退回 ${checked.rejected}`);
  const reviewer = await play.desk(playerAt(PLAYERS, { role: 'bank_reviewer', bank: key }));
  // what the bank's own books say of the rows that are good
  const stated = { count: checked.accepted, total: checked.balance };
  await reviewer.post(`/loan-imports/${received.id}/commitments`, stated);
  const imported = await reached(officer, received.id, ['imported']);
  const again = await officer.upload<{ already_imported: boolean }>('/loan-imports', path, fields);
  if (!again.already_imported) throw new Error('the same ledger was taken a second time');
  const marked = await officer.download(`/loan-imports/${received.id}/marked-workbook`);
  await writeFile(path.replace(/(\.\w+)$/, '-错误标注$1'), marked);
  return imported;
}

const reached = (officer: Desk, id: string, states: readonly string[]): Promise<ImportSeen> =>
  until(`import ${id} to be ${states.join(' or ')}`, async () => {
    const seen = await officer.get<ImportSeen>(`/loan-imports/${id}`);
    return states.includes(seen.state) ? seen : null;
  });

/** Writes the bank's file: workbooks, and one CSV in GB18030 as older systems send it. */
async function handIn(play: Play, key: BankKey): Promise<string> {
  const bank = BANKS[key];
  const county = COUNTIES[bank.county];
  const ledger = makeLedger({
    rows: bank.ledgerRows,
    seed: 100 + Object.keys(BANKS).indexOf(key),
    asOf: AS_OF,
    countyName: county.name,
    areaPrefix: `62992${1 + Object.keys(BANKS).indexOf(key)}`,
    townships: TOWNSHIPS[bank.county],
    banks: [bank.name],
    drawdownFrom: date('2015-08-01'),
    drawdownTo: date('2016-05-20'),
    faultShare: 0.06,
  });
  const folder = join(play.out, 'ledgers');
  await mkdir(folder, { recursive: true });
  if (key !== 'qinan-psbc') {
    const path = join(folder, `${bank.name}台账.xlsx`);
    await writeLedger(path, ledger);
    return path;
  }
  const path = join(folder, `${bank.name}台账.csv`);
  await writeFile(path, iconv.encode(csvOf(ledger), 'gb18030'));
  return path;
}

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function csvOf(ledger: MadeLedger): string {
  const lines = ledger.cells.map((row) =>
    row
      .map((cell) => {
        const value = cell !== null && typeof cell === 'object' && 'value' in cell ? cell.value : cell;
        const text = value === null ? '' : typeof value === 'object' ? value.date : String(value);
        return quoted(text);
      })
      .join(','),
  );
  return `${lines.join('\r\n')}\r\n`;
}
