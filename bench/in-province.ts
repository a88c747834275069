import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { readConfig } from '../src/platform/config.ts';
import { inSession } from '../src/platform/database-session.ts';
import { openRuntime, type Runtime } from '../src/platform/runtime.ts';
import { generateProvince, type Province } from './province.ts';
import { prepareReference } from './reference.ts';

export interface Setting {
  readonly province: Province;
  /** Environment beside the caller's own. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly progress: (text: string) => void;
}

/** Runs `work` in a province of its own, which is gone afterwards. */
export async function inProvince<T>(
  { province, settings = {}, progress }: Setting,
  work: (runtime: Runtime, client: pg.Client) => Promise<T>,
): Promise<T> {
  const home = mkdtempSync(join(tmpdir(), 'sifang-bench-'));
  const LOG_LEVEL = process.env['LOG_LEVEL'] ?? 'warn';
  const config = readConfig({ ...process.env, LOG_LEVEL, ...settings, SIFANG_HOME: home });
  const runtime = await openRuntime(config, 'bench');
  try {
    if (!runtime.ownerUrl)
      throw new Error('the benchmark needs DATABASE_URL of an owner, or no database at all');
    await prepareReference(runtime);
    progress(`generating ${province.loans} loans in ${province.counties} counties`);
    return await inSession(runtime.ownerUrl, async (client) => {
      await generateProvince(runtime, client, province);
      return work(runtime, client);
    });
  } finally {
    await runtime.close();
    rmSync(home, { recursive: true, force: true });
  }
}
