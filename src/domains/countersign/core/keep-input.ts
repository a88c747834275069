/** How a whole number of any size stands in JSON. */
const WHOLE = '$whole';

/** What was entered as JSON, exactly: amounts and ids stay whole numbers of any size. */
export const keepInput = (input: unknown): string =>
  JSON.stringify(input, (_key, value: unknown) =>
    typeof value === 'bigint' ? { [WHOLE]: String(value) } : value,
  );

/** What was kept, as it was entered. */
export function readInput(kept: unknown): unknown {
  if (Array.isArray(kept)) return kept.map(readInput);
  if (typeof kept !== 'object' || kept === null) return kept;
  const entries = Object.entries(kept);
  const [only] = entries;
  if (entries.length === 1 && only?.[0] === WHOLE) return BigInt(String(only[1]));
  return Object.fromEntries(entries.map(([key, value]) => [key, readInput(value)]));
}
