import { Readable, Writable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { run } from '../../../src/cli/calc.ts';

/** A terminal or pipe that keeps what was written; slow ones take a turn for every write. */
class Sink extends Writable {
  text = '';
  waiting = 0;
  mostWaiting = 0;

  constructor(slow = false) {
    super({ highWaterMark: slow ? 64 : 16_384, decodeStrings: false });
    this.slow = slow;
  }
  private readonly slow: boolean;

  override _write(chunk: string, _encoding: string, done: () => void): void {
    this.text += chunk;
    this.mostWaiting = Math.max(this.mostWaiting, this.writableLength);
    if (this.slow) void nextTurn().then(done);
    else done();
  }

  lines(): Record<string, unknown>[] {
    return this.text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }
}

const ask = async (args: string[], chunks: Iterable<Buffer | string>, slow = false) => {
  const [stdout, stderr] = [new Sink(slow), new Sink()];
  const code = await run(args, { stdin: Readable.from(chunks), stdout, stderr });
  return { code, stdout, stderr };
};

describe('sifang calc', () => {
  it('answers line by line, in order, with the id kept', async () => {
    const { code, stdout } = await ask(
      ['words'],
      ['\uFEFF{"id":1,"amount":"0.05"}\r\n', '\n', '{"id":"b","am', 'ount":"0.50"}'],
    );
    expect(code).toBe(0);
    expect(stdout.lines()).toEqual([
      { id: 1, words: '人民币伍分', accepted: [] },
      { id: 'b', words: '人民币伍角整', accepted: ['人民币伍角正', '人民币伍角'] },
    ]);
  });

  it('gives a bad line its error in its place and goes on', async () => {
    const { code, stdout } = await ask(
      ['words'],
      ['{"id":1,"amount":"x"}\nnot json\n{"id":[],"amount":"1"}\n{"id":4,"amount":"1.00"}\n'],
    );
    expect(code).toBe(0);
    expect(stdout.lines()).toMatchObject([
      { id: 1, error: { code: 'request.invalid', errors: [{ pointer: '/amount' }] } },
      { id: null, error: { code: 'calculator.invalid-json', errors: [] } },
      { id: null, error: { code: 'request.invalid', errors: [{ pointer: '/id' }] } },
      { id: 4, words: '人民币壹元整' },
    ]);
  });

  it('reads characters cut in two by the stream', async () => {
    const bytes = Buffer.from('{"id":"清退","amount":"1.00"}\n');
    const { stdout } = await ask(['words'], [bytes.subarray(0, 8), bytes.subarray(8)]);
    expect(stdout.lines()[0]?.id).toBe('清退');
  });

  it('throws a line away that is too long to hold', async () => {
    const chunks = ['{"id":1,"amount":"', ...Array.from({ length: 80 }, () => '1'.repeat(64 * 1024))];
    const { code, stdout } = await ask(['words'], [...chunks, '"}\n{"id":2,"amount":"1.00"}\n']);
    expect(code).toBe(0);
    expect(stdout.lines()).toMatchObject([
      { id: null, error: { code: 'calculator.line-too-long' } },
      { id: 2, words: '人民币壹元整' },
    ]);
  });

  it('waits for a slow reader', async () => {
    const line = '{"id":1,"amount":"1680.32"}\n';
    const { stdout } = await ask(
      ['words'],
      Array.from({ length: 200 }, () => line),
      true,
    );
    expect(stdout.lines()).toHaveLength(200);
    expect(stdout.mostWaiting).toBeLessThan(1_000);
  });

  it('helps: asked to on standard output, on bad usage on standard error with code 2', async () => {
    const help = await ask(['--help'], []);
    expect([help.code, help.stdout.text.includes('subsidy'), help.stderr.text]).toEqual([0, true, '']);
    for (const args of [[], ['surprise'], ['words', 'more']]) {
      const bad = await ask(args, []);
      expect([bad.code, bad.stdout.text]).toEqual([2, '']);
      expect(bad.stderr.text).toContain('用法');
    }
  });
});
