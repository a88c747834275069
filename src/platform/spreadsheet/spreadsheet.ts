import { fork, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { invariant } from '../../kernel/invariant.ts';
import type { MarkOrder, SheetRow, SheetTitle } from './cells.ts';
import type { Answer, Ask } from './child-messages.ts';
import { DEFAULT_LIMITS, type SpreadsheetLimits } from './limits.ts';
import { isSpreadsheetFailureCode, spreadsheetFailure } from './spreadsheet-failures.ts';

export type { MarkOrder, RowMark, SheetCell, SheetRow, SheetTitle } from './cells.ts';
export { DEFAULT_LIMITS, type SpreadsheetLimits } from './limits.ts';
export { writeCsv } from './write-csv.ts';
export {
  writeWorkbook,
  type CellLook,
  type WrittenCell,
  type WrittenColumn,
  type WrittenSheet,
} from './write-workbook.ts';

/** A workbook or CSV file, open in a child that a hostile file may kill. Close it. */
export interface OpenSpreadsheet {
  readonly format: 'xlsx' | 'csv';
  readonly sheets: readonly SheetTitle[];
  /** Rows of a sheet (0-based) in order; blank rows are left out, row numbers stay true. */
  rows(sheet: number): AsyncGenerator<SheetRow, void, undefined>;
  /** Writes the same file again with faults marked: red cells and a column of reasons. */
  mark(output: string, order: MarkOrder): Promise<void>;
  close(): Promise<void>;
}

/** Opens a file within limits. Throws a `Failure` with a code `spreadsheet.…` when it is refused. */
export async function openSpreadsheet(
  path: string,
  limits: Partial<SpreadsheetLimits> = {},
): Promise<OpenSpreadsheet> {
  const all = { ...DEFAULT_LIMITS, ...limits };
  const child = startChild(all.heapMegabytes);
  const converse = conversation(child, all.milliseconds);
  try {
    const opened = await converse({ ask: 'open', path, limits: all });
    invariant(opened.answer === 'opened', `unexpected answer ${opened.answer}`);
    return {
      format: opened.format,
      sheets: opened.sheets,
      rows: (sheet) => readRows(converse, sheet),
      mark: async (output, order) => void (await converse({ ask: 'mark', output, order })),
      close: () => stopChild(child),
    };
  } catch (error) {
    await stopChild(child);
    throw error;
  }
}

/** Opens, uses and closes a file. */
export async function withSpreadsheet<T>(
  path: string,
  use: (spreadsheet: OpenSpreadsheet) => Promise<T>,
  limits: Partial<SpreadsheetLimits> = {},
): Promise<T> {
  const spreadsheet = await openSpreadsheet(path, limits);
  try {
    return await use(spreadsheet);
  } finally {
    await spreadsheet.close();
  }
}

type Converse = (ask: Ask) => Promise<Exclude<Answer, { answer: 'refused' }>>;

async function* readRows(converse: Converse, sheet: number): AsyncGenerator<SheetRow, void, undefined> {
  let reply = await converse({ ask: 'sheet', sheet });
  for (;;) {
    invariant(reply.answer === 'rows', `unexpected answer ${reply.answer}`);
    yield* reply.rows;
    if (reply.end) return;
    reply = await converse({ ask: 'more' });
  }
}

/** Runs from source under tsx (also inside a test runner) and from compiled files alike. */
function startChild(heapMegabytes: number): ChildProcess {
  const fromSource = import.meta.url.endsWith('.ts');
  const entry = fileURLToPath(new URL(fromSource ? './child-main.ts' : './child-main.js', import.meta.url));
  const execArgv = [`--max-old-space-size=${heapMegabytes}`];
  if (fromSource) execArgv.push('--import', tsxLoader());
  return fork(entry, [], {
    execArgv,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'json',
    env: {},
  });
}

function tsxLoader(): string {
  return pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
}

/** Asks and waits, one question at a time; the child's working time is summed up against the limit. */
function conversation(child: ChildProcess, milliseconds: number): Converse {
  let left = milliseconds;
  return async (ask) => {
    const started = performance.now();
    const reply = await exchange(child, ask, left);
    left -= performance.now() - started;
    if (reply.answer !== 'refused') return reply;
    const code = isSpreadsheetFailureCode(reply.code) ? reply.code : 'spreadsheet.damaged';
    throw spreadsheetFailure(code, reply.facts);
  };
}

function exchange(child: ChildProcess, ask: Ask, milliseconds: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      child.off('message', onMessage);
      child.off('exit', onExit);
      child.off('error', onExit);
      act();
    };
    const onMessage = (reply: unknown): void => settle(() => resolve(reply as Answer));
    const onExit = (): void => settle(() => reject(spreadsheetFailure('spreadsheet.too-complex')));
    const onTime = (): void =>
      settle(() => {
        child.kill('SIGKILL');
        reject(spreadsheetFailure('spreadsheet.too-slow', { milliseconds }));
      });
    const timer = setTimeout(onTime, Math.max(milliseconds, 0));
    child.on('message', onMessage);
    child.on('exit', onExit);
    child.on('error', onExit);
    if (child.connected) child.send(ask, (error) => error && onExit());
    else onExit();
  });
}

function stopChild(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}
