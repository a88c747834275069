import type { TestProject } from 'vitest/node';
import { startTestServers, type TestServers } from './test-servers.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Owner URL of the migrated template database, which nobody may connect to while it is being cloned. */
    templateUrl: string;
    /** Null when this machine has no Redis: the tests that need one are then reported as skipped. */
    redisUrl: string | null;
  }
}

/** Each project evaluates this file anew, but one run needs one set of servers: they live on the process. */
const SLOT = Symbol.for('sifang.test-servers');
const slots = globalThis as unknown as Record<
  symbol,
  { servers: Promise<TestServers>; users: number } | undefined
>;

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const shared = (slots[SLOT] ??= { servers: startTestServers(), users: 0 });
  shared.users += 1;
  const servers = await shared.servers;
  project.provide('templateUrl', servers.templateUrl);
  project.provide('redisUrl', servers.redisUrl);
  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    slots[SLOT] = undefined;
    await servers.stop();
  };
}
