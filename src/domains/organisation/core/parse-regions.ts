import { invariant } from '../../../kernel/invariant.ts';
import { parentCode, regionLevel, type RegionLevel } from './region-level.ts';

/** Divisions of one edition as columns, for one set-based insert. */
export interface RegionColumns {
  readonly codes: readonly string[];
  readonly names: readonly string[];
  readonly levels: readonly RegionLevel[];
  readonly parents: readonly (string | null)[];
}

/** Reads `code⇥name` lines of a published edition. */
export function parseRegions(text: string): RegionColumns {
  const rows = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [code, name] = line.split('\t');
      invariant(code && /^\d{12}$/.test(code) && name, `not a division: ${line}`);
      return { code, name };
    });
  return {
    codes: rows.map(({ code }) => code),
    names: rows.map(({ name }) => name),
    levels: rows.map(({ code }) => regionLevel(code)),
    parents: rows.map(({ code }) => parentCode(code)),
  };
}
