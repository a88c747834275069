import { join } from 'node:path';
import { COUNTIES } from '../../../src/cli/demo/cast.ts';
import { until } from '../../../src/cli/demo/desk.ts';
import { makeLedger, writeLedger } from '../../../src/cli/demo/make-ledger.ts';
import { date } from '../../../src/kernel/date.ts';
import type { World } from '../world.ts';
import type { BankDesk, Desks } from './open-desks.ts';

const AS_OF = date('2016-05-31');
const LOANS_EACH = 8;
const TOWNSHIPS = [{ name: '会师镇', villages: ['南嘴村', '东山根村', '南十里铺村'] }];
const COUNTY = COUNTIES.huining;

interface Seen {
  readonly state: string;
  readonly accepted: number;
  readonly balance: string;
}

/** Every bank hands in its ledger of a few loans, and the workers import it. */
export async function handInLedgers(world: World, { banks, reviewer }: Desks): Promise<void> {
  const province = world.desk({ role: 'province_supervisor' });
  const quota = { programme_code: 'P1', county_code: COUNTY.code };
  await province.post('/quotas', { ...quota, limit: '500000000.00' });
  for (const bank of banks)
    await province.post('/quotas', { ...quota, bank_id: String(bank.id), limit: '2000000.00' });
  await world.advance(AS_OF);
  for (const [index, bank] of banks.entries()) {
    await handIn(world, { bank, reviewer }, index);
    if ((index + 1) % 10 === 0) world.play.say(`  ${index + 1}/${banks.length} ledgers`);
  }
}

interface TwoPersons {
  readonly bank: BankDesk;
  /** Of the county's office: these banks have one officer each. */
  readonly reviewer: string;
}

async function handIn(world: World, { bank, reviewer }: TwoPersons, index: number): Promise<void> {
  const officer = await world.play.desk(bank.officer);
  const ledger = makeLedger({
    ...{ rows: LOANS_EACH, seed: 500 + index, asOf: AS_OF, countyName: COUNTY.name, faultShare: 0 },
    ...{ areaPrefix: `6293${String(index).padStart(2, '0')}`, townships: TOWNSHIPS, banks: [bank.name] },
    ...{ drawdownFrom: date('2015-10-01'), drawdownTo: date('2016-05-20') },
  });
  const path = join(world.play.out, `${bank.officer}.xlsx`);
  await writeLedger(path, ledger);
  const { id } = await officer.upload<{ id: string }>('/loan-imports', path, {
    ...{ county_code: COUNTY.code, unit: '万元', as_of: AS_OF, settled_through: '2016-03-21' },
  });
  const reached = (state: string): Promise<Seen> =>
    until(`the ledger of ${bank.name} to be ${state}`, async () => {
      const seen = await officer.get<Seen>(`/loan-imports/${id}`);
      if (seen.state === 'refused') throw new Error(`the ledger of ${bank.name} was refused`);
      return seen.state === state ? seen : null;
    });
  const { accepted: count, balance: total } = await reached('checked');
  const office = await world.play.desk(reviewer);
  await office.post(`/loan-imports/${id}/commitments`, { count, total });
  await reached('imported');
}
