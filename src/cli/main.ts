#!/usr/bin/env node
import { Failure } from '../kernel/failure.ts';
import { InvariantError } from '../kernel/invariant.ts';
import { dispatch } from './commands.ts';
import { EXIT, processTerminal, type Terminal } from './terminal.ts';

/** Says what went wrong in one line, without a stack that helps nobody at a terminal. */
async function explain(error: unknown, terminal: Terminal): Promise<number> {
  const failure = error instanceof Failure ? error : await refusalBehind(error);
  if (failure) {
    terminal.err(`${failure.detail}（${failure.code}）\n`);
    return EXIT.failed;
  }
  const broken = error instanceof InvariantError;
  terminal.err(`${broken ? '内部不变量被破坏 broken invariant' : '失败 failed'}：${textOf(error)}\n`);
  return broken ? EXIT.broken : EXIT.failed;
}

/** Loaded only when something failed: most subcommands need no database. */
async function refusalBehind(error: unknown): Promise<Failure | null> {
  const { databaseFailure } = await import('../app/database-failure.ts');
  return databaseFailure(error);
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const causes = error instanceof AggregateError ? error.errors.map(String).join('; ') : '';
  return error.message || causes || error.name;
}

const terminal = processTerminal();
// a reader that leaves early (head) is no failure of ours
terminal.stdout.on('error', () => undefined);
process.exitCode = await dispatch(process.argv.slice(2), terminal).catch((error: unknown) =>
  explain(error, terminal),
);
