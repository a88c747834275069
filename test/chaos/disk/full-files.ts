import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { COUNTIES, PLAYERS } from '../../../src/cli/demo/cast.ts';
import { makeLedger, writeLedger } from '../../../src/cli/demo/make-ledger.ts';
import { playerAt } from '../../../src/cli/demo/play.ts';
import { ledgerPlan } from '../../support/county-story.ts';
import type { House } from '../../support/house.ts';
import { tokenOf } from './repayments-at.ts';
import type { SmallDisk } from './small-disk.ts';

export interface FilesHeard {
  /** Ledgers answered 503 while there was no room for them. */
  readonly unavailable: number;
  readonly wrong: readonly string[];
  /** The same ledger was taken in once there was room again. */
  readonly accepted: boolean;
}

const TRIES = 5;
/** Room that the start of a form fits into and a ledger does not. */
const LEAVE_MB = 0.02;

/** Hands in a ledger while the disk that keeps files is full, and again when it is not. */
export async function fillFiles(house: House, disk: SmallDisk): Promise<FilesHeard> {
  const folder = await mkdtemp(join(house.home, 'ledger-'));
  const path = join(folder, '台账.xlsx');
  await writeLedger(
    path,
    makeLedger(ledgerPlan('huining-abc', { rows: 400, seed: 77, areaPrefix: '629935' })),
  );
  const bytes = await readFile(path);
  await rm(folder, { recursive: true });
  const officer = await tokenOf(house.url, playerAt(PLAYERS, { role: 'bank_officer', bank: 'huining-abc' }));
  const wrong: string[] = [];
  let unavailable = 0;
  disk.fill(LEAVE_MB);
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const { status, text } = await handIn(house.url, officer, bytes);
    if (status === 503 && /[\u4e00-\u9fff]/.test(text)) unavailable += 1;
    else wrong.push(`${status} ${text.slice(0, 160)}`);
  }
  disk.free();
  const { status } = await handIn(house.url, officer, bytes);
  return { unavailable, wrong, accepted: status === 202 };
}

async function handIn(url: string, token: string, bytes: Buffer): Promise<{ status: number; text: string }> {
  const form = new FormData();
  for (const [name, value] of [
    ['county_code', COUNTIES.huining.code],
    ['unit', '万元'],
    ['as_of', '2016-05-31'],
    ['settled_through', '2016-03-21'],
  ] as const)
    form.set(name, value);
  form.set('file', new Blob([new Uint8Array(bytes)]), '台账.xlsx');
  const response = await fetch(`${url}/api/v1/loan-imports`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'idempotency-key': randomUUID() },
    body: form,
  });
  return { status: response.status, text: await response.text() };
}
