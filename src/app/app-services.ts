import type { Runtime } from '../platform/runtime.ts';

/** The part of a runtime that the HTTP process uses; without a producer the queue is not looked at. */
export type AppServices = Pick<Runtime, 'config' | 'log' | 'database' | 'cipher' | 'storage' | 'ownerUrl'> & {
  readonly producer: Runtime['producer'] | null;
};
