import { randomUUID } from 'node:crypto';
import { SYSTEM_ACTOR, type Context } from '../platform/context.ts';
import { readBusinessDay, type Tx } from '../platform/db.ts';
import { paperSettings } from '../platform/paper-settings.ts';
import type { Runtime } from '../platform/runtime.ts';

/** The terminal acts as the system itself: whoever can run it holds the installation's key anyway. */
export async function systemContext(
  runtime: Pick<Runtime, 'config' | 'cipher' | 'storage'>,
  tx: Tx,
): Promise<Context> {
  return {
    requestId: `cli-${randomUUID()}`,
    today: await readBusinessDay(tx),
    actor: SYSTEM_ACTOR,
    cipher: runtime.cipher,
    storage: runtime.storage,
    ...paperSettings(runtime.config),
  };
}
