import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { drawUpAgreements } from '../../src/cli/demo/act-agreements.ts';
import { approve, claimAndPost, grantBudget, objectAndUphold } from '../../src/cli/demo/act-claim.ts';
import type { ImportSeen } from '../../src/cli/demo/act-import.ts';
import { pay } from '../../src/cli/demo/act-pay.ts';
import { allocateQuotas, registerSingly, type Registered } from '../../src/cli/demo/act-register.ts';
import { repay } from '../../src/cli/demo/act-repay.ts';
import { settleOn, type BatchSeen } from '../../src/cli/demo/act-settle.ts';
import { BANKS, COUNTIES, type BankKey } from '../../src/cli/demo/cast.ts';
import { until } from '../../src/cli/demo/desk.ts';
import { makeLedger, writeLedger, type LedgerPlan } from '../../src/cli/demo/make-ledger.ts';
import type { Play } from '../../src/cli/demo/play.ts';
import { date, maxDate, type PlainDate } from '../../src/kernel/date.ts';
import { deskOf } from './house.ts';

const AS_OF = date('2016-05-31');
/** Rows of each bank's ledger: enough for every kind of fault at one of them. */
const ROWS: Readonly<Record<BankKey, number>> = {
  'huining-rcb': 40,
  'huining-abc': 24,
  'qinan-rcb': 16,
  'qinan-psbc': 16,
};

const TOWNSHIPS = {
  huining: [{ name: '会师镇', villages: ['南嘴村', '东山根村'] }],
  qinan: [{ name: '兴国镇', villages: ['凤山村', '丰乐村'] }],
} as const;

/** What a bank hands in; `seed` tells one file from another. */
export const ledgerPlan = (key: BankKey, changes: Partial<LedgerPlan> = {}): LedgerPlan => {
  const { county, name } = BANKS[key];
  const number = Object.keys(BANKS).indexOf(key);
  return {
    rows: ROWS[key],
    seed: 100 + number,
    asOf: AS_OF,
    countyName: COUNTIES[county].name,
    areaPrefix: `62992${1 + number}`,
    townships: TOWNSHIPS[county],
    banks: [name],
    drawdownFrom: date('2015-08-01'),
    drawdownTo: date('2016-05-20'),
    faultShare: 0.1,
    ...changes,
  };
};

/**
 * The demonstration's story with small ledgers: lent, imported, repaid, one quarter settled, objected to,
 * paid, returned and paid again, the next quarter drafted.
 */
export async function playCountyStory(play: Play): Promise<Registered> {
  await play.setDay(date('2016-04-05'));
  await allocateQuotas(play);
  const registered = await registerSingly(play, date('2016-04-05'));
  await drawUpAgreements(play, registered.led.slice(0, 4), date('2016-04-06'));
  await play.setDay(AS_OF);
  for (const key of Object.keys(BANKS) as BankKey[]) await importLedger(play, key);
  await play.setDay(date('2016-06-12'));
  await repay(play, registered.self);
  await carryThrough(play, await settleOn(play, date('2016-06-21')));
  const [next] = await settleOn(play, date('2016-09-21'));
  await play.setDay(date('2016-09-22'));
  if (next) await claimAndPost(play, next);
  return registered;
}

async function importLedger(play: Play, key: BankKey): Promise<void> {
  const officer = await deskOf(play, { role: 'bank_officer', bank: key });
  const folder = join(play.out, 'ledgers');
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${key}.xlsx`);
  await writeLedger(path, makeLedger(ledgerPlan(key)));
  const received = await officer.upload<{ id: string }>('/loan-imports', path, {
    county_code: COUNTIES[BANKS[key].county].code,
    unit: '万元',
    as_of: AS_OF,
    settled_through: '2016-03-21',
  });
  const reached = (state: string) =>
    until(`the ledger of ${key} to be ${state}`, async () => {
      const seen = await officer.get<ImportSeen>(`/loan-imports/${received.id}`);
      if (seen.state === 'refused') throw new Error(`refused: ${seen.refusal?.detail}`);
      return seen.state === state ? seen : null;
    });
  const { accepted: count, balance: total } = await reached('checked');
  const reviewer = await deskOf(play, { role: 'bank_reviewer', bank: key });
  await reviewer.post(`/loan-imports/${received.id}/commitments`, { count, total });
  await reached('imported');
}

async function carryThrough(play: Play, batches: readonly BatchSeen[]): Promise<void> {
  await play.setDay(date('2016-06-22'));
  let free: PlainDate = date('2016-06-22');
  for (const batch of batches) free = maxDate(free, await claimAndPost(play, batch));
  await play.setDay(date('2016-06-28'));
  const [first] = batches;
  if (!first) throw new Error('nothing was settled');
  free = maxDate(free, await objectAndUphold(play, first));
  await grantBudget(play, 'huining', '1200000.00', '甘财农〔2016〕88号');
  await grantBudget(play, 'qinan', '400000.00', '甘财农〔2016〕89号');
  await play.setDay(free);
  for (const [index, batch] of batches.entries()) {
    await approve(play, batch);
    await pay(play, batch, index === 0 ? 2 : 0);
  }
}
