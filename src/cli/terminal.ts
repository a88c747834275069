import type { Readable, Writable } from 'node:stream';

/** What a subcommand may say and hear. */
export interface Terminal {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Writes to standard output as it is, without adding a line end. */
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface Subcommand {
  /** Does the work and gives the exit code. */
  run(args: readonly string[], terminal: Terminal): Promise<number>;
}

export const EXIT = { done: 0, failed: 1, usage: 2, broken: 3 } as const;

export const wantsHelp = (args: readonly string[]): boolean => args.includes('--help') || args.includes('-h');

export function processTerminal(): Terminal {
  const { stdin, stdout, stderr, env } = process;
  return {
    stdin,
    stdout,
    stderr,
    env,
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
  };
}
