import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../../../kernel/failure.ts';
import type { PersonId } from '../../../kernel/ids.ts';
import { SYSTEM_ACTOR, type Context } from '../../../platform/context.ts';
import { inTransaction, readBusinessDay, type Tx } from '../../../platform/db.ts';
import { paperSettings } from '../../../platform/paper-settings.ts';
import type { Runtime } from '../../../platform/runtime.ts';
import { openTemporaryFolder } from '../../../platform/temporary-files.ts';
import { createReadStream } from 'node:fs';
import type { ImportId, ImportRow, ImportState } from '../core/import-file.ts';
import { findImport } from '../loan-import.store.ts';
import type { HouseholdInterest } from './read-dues.ts';

/** What the import jobs use of a running process. */
export interface ImportServices extends Pick<Runtime, 'config' | 'database' | 'cipher' | 'storage'> {
  readonly householdInterest: HouseholdInterest;
}

export interface ImportWork {
  readonly tx: Tx;
  /** The system, at work for the person who handed in the file. */
  readonly context: Context;
}

/** One transaction of a job, in the role that sees all counties. */
export function importTransaction<T>(
  services: ImportServices,
  file: Pick<ImportRow, 'id' | 'created_by'>,
  work: (step: ImportWork) => Promise<T>,
): Promise<T> {
  return inTransaction(services.database.worker, async (tx) => {
    const actor = { ...SYSTEM_ACTOR, personId: file.created_by as PersonId };
    const today = await readBusinessDay(tx);
    const { cipher, storage } = services;
    const own = { cipher, storage, ...paperSettings(services.config) };
    return work({ tx, context: { requestId: `import-${file.id}`, today, actor, ...own } });
  });
}

/** The import when it still waits in this state; null when another delivery of the job was faster. */
export async function waitingImport(
  services: ImportServices,
  id: ImportId,
  state: ImportState,
): Promise<ImportRow | null> {
  const file = await inTransaction(services.database.worker, (tx) => findImport(tx, id));
  return file?.state === state ? file : null;
}

/** Gives `write` a place of its own and stores what it wrote there; answers the hash. */
export async function storeWritten(
  services: ImportServices,
  write: (path: string) => Promise<void>,
): Promise<string> {
  const folder = await openTemporaryFolder('marked');
  const path = join(folder, 'workbook');
  try {
    await write(path);
    return (await services.storage.put(createReadStream(path))).sha256;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** An expected refusal as it is kept with the file; anything else is our bug and goes on. */
export function refusalOf(error: unknown): {
  code: string;
  detail: string;
  facts: Readonly<Record<string, unknown>>;
} {
  if (!(error instanceof Failure)) throw error;
  return { code: error.code, detail: error.detail, facts: error.facts };
}
