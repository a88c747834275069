/** What a file may cost before it is refused. */
export interface SpreadsheetLimits {
  readonly fileBytes: number;
  /** All parts of a workbook together, unpacked. */
  readonly unpackedBytes: number;
  /** Unpacked to packed size of one part, looked at from 1 MiB on. */
  readonly ratio: number;
  readonly rows: number;
  readonly columns: number;
  readonly cellCharacters: number;
  /** Time the reading child may work in all. */
  readonly milliseconds: number;
  /** Heap of the reading child. */
  readonly heapMegabytes: number;
}

export const DEFAULT_LIMITS: SpreadsheetLimits = {
  fileBytes: 20 * 1024 * 1024,
  unpackedBytes: 128 * 1024 * 1024,
  ratio: 100,
  rows: 50_000,
  columns: 512,
  cellCharacters: 4000,
  milliseconds: 60_000,
  heapMegabytes: 320,
};
