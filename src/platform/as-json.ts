/** Rows for `jsonb_to_recordset`: whole numbers of any size as digits. */
export const asJson = (rows: readonly object[]): string =>
  JSON.stringify(rows, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
