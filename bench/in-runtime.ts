import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { readConfig } from '../src/platform/config.ts';
import { inSession } from '../src/platform/database-session.ts';
import { openRuntime, type Runtime } from '../src/platform/runtime.ts';

export interface RuntimeSetting {
  /** Environment beside the caller's own. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Where the data are kept for the next run; absent: they are gone afterwards. */
  readonly home?: string | undefined;
}

/**
 * Runs `work` over files and, unless the environment names one, a database of its own, with its owner's
 * session.
 */
export async function inRuntime<T>(
  work: (runtime: Runtime, client: pg.Client) => Promise<T>,
  { settings = {}, home }: RuntimeSetting = {},
): Promise<T> {
  const folder = home ?? mkdtempSync(join(tmpdir(), 'sifang-bench-'));
  try {
    const LOG_LEVEL = process.env['LOG_LEVEL'] ?? 'warn';
    const config = readConfig({ ...process.env, LOG_LEVEL, ...settings, SIFANG_HOME: folder });
    const runtime = await openRuntime(config, 'bench');
    try {
      const { ownerUrl } = runtime;
      if (!ownerUrl) throw new Error('the benchmark needs DATABASE_URL of an owner, or no database at all');
      return await inSession(ownerUrl, (client) => work(runtime, client));
    } finally {
      await runtime.close();
    }
  } finally {
    if (home === undefined) rmSync(folder, { recursive: true, force: true });
  }
}
