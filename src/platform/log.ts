import { pino, type Logger } from 'pino';
import type { Config } from './config.ts';

export type Log = Logger;

/** One JSON line an event on standard error; a healthy system writes no line of level error. */
export function createLog(config: Pick<Config, 'logLevel'>, name: string): Log {
  return pino({ name, level: config.logLevel, base: { name } }, pino.destination({ dest: 2, sync: false }));
}

/**
 * What may be written of an error: its name, code and stack, without the values that drivers put into
 * messages.
 */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = 'code' in error ? error.code : undefined;
  const constraint = 'constraint' in error ? error.constraint : undefined;
  const frames = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '));
  const ours = error.name === 'InvariantError' ? { message: error.message } : {};
  return { name: error.name, code, constraint, ...ours, frames: frames.slice(0, 12) };
}
