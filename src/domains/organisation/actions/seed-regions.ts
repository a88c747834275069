import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { date } from '../../../kernel/date.ts';
import type { Tx } from '../../../platform/db.ts';
import { parseRegions } from '../core/parse-regions.ts';
import { countRegions, holdEdition, insertRegions } from '../region.store.ts';

const FILE = new URL('../seed/regions-gansu-2023.tsv.gz', import.meta.url);
/**
 * The edition does not say since when a code has been valid: it is taken to hold from the programme's first
 * year.
 */
const EDITION = { name: '2023', validFrom: date('2015-01-01') };

/** Loads the divisions of the province, once; returns how many were new. */
export async function seedRegions(tx: Tx): Promise<number> {
  await holdEdition(tx, EDITION.name);
  if ((await countRegions(tx, EDITION.name)) > 0) return 0;
  const regions = parseRegions(gunzipSync(await readFile(FILE)).toString('utf8'));
  return insertRegions(tx, EDITION, regions);
}
