import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { Terminal } from './terminal.ts';

/**
 * One line of standard input for each prompt. At a terminal what is typed is not shown; nothing secret ever
 * stands in an argument, where every user of the machine could read it.
 */
export async function readSecrets(terminal: Terminal, prompts: readonly string[]): Promise<string[]> {
  const typed = 'isTTY' in terminal.stdin && terminal.stdin.isTTY === true;
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: terminal.stdin, output: silent, terminal: typed });
  const answers: string[] = [];
  if (typed) terminal.err(prompts[0] ?? '');
  for await (const line of lines) {
    answers.push(line);
    if (typed) terminal.err(`\n${prompts[answers.length] ?? ''}`);
    if (answers.length === prompts.length) break;
  }
  lines.close();
  return answers;
}
