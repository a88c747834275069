import { readFile } from 'node:fs/promises';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { calendarSpan, parseCalendar } from '../core/parse-calendar.ts';
import type { Preset } from '../core/presets/preset.ts';
import { PRESETS, PRODUCTS, PROGRAMME_LIMITS, PROGRAMMES } from '../core/presets/programmes.ts';
import { publishedRates } from '../core/reference-rates.ts';
import { findTermsByCode } from '../programme.store.ts';
import { findQuota } from '../quota.store.ts';
import { insertCalendar, insertMissingRates, insertProducts, insertProgrammes } from '../reference.store.ts';
import { allocateQuota } from './allocate-quota.ts';
import { publishTerms } from './publish-terms.ts';

const CALENDAR = new URL('../seed/calendar-exceptions.tsv', import.meta.url);

/**
 * Loads what ships with the product: programmes, versions, rates, calendar, the programme's total. Harmless
 * again.
 */
export async function seedReference(tx: Tx, context: Context): Promise<void> {
  await insertProgrammes(tx, PROGRAMMES);
  await insertProducts(tx, PRODUCTS);
  await insertMissingRates(tx, publishedRates());
  const exceptions = parseCalendar(await readFile(CALENDAR, 'utf8'));
  await insertCalendar(tx, exceptions, calendarSpan(exceptions));
  for (const preset of PRESETS) await publishPreset(tx, context, preset);
  for (const { programmeCode, limit } of PROGRAMME_LIMITS) {
    if (await findQuota(tx, { programmeCode, countyCode: null, bankId: null })) continue;
    await allocateQuota(tx, context, { programme_code: programmeCode, limit });
  }
}

async function publishPreset(tx: Tx, context: Context, preset: Preset): Promise<void> {
  if (await findTermsByCode(tx, preset.code, preset.productCode)) return;
  await publishTerms(tx, context, {
    code: preset.code,
    programme_code: preset.programmeCode,
    product_code: preset.productCode,
    title: preset.title,
    document_no: preset.documentNo,
    effective_from: preset.effectiveFrom,
    effective_to: preset.effectiveTo,
    parameters: preset.parameters,
  });
}
