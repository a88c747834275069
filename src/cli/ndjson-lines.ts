import { StringDecoder } from 'node:string_decoder';

/** A line longer than the limit: told apart from text, its content thrown away. */
export const TOO_LONG: unique symbol = Symbol('line too long');
export type Line = string | typeof TOO_LONG;

/**
 * Cuts a byte stream into batches of lines, one batch a chunk, blank lines left out. Memory stays
 * bounded: a line over
 * `limit` characters is thrown away as it arrives and given as {@link TOO_LONG}.
 */
export async function* ndjsonLines(
  source: AsyncIterable<Buffer | string>,
  limit: number,
): AsyncGenerator<Line[]> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let overflowing = false;
  const finish = (text: string): Line[] => {
    const line: Line = overflowing || text.length > limit ? TOO_LONG : text.replace(/^\uFEFF/, '').trim();
    overflowing = false;
    return line === '' ? [] : [line];
  };
  for await (const chunk of source) {
    const pieces = (rest + (typeof chunk === 'string' ? chunk : decoder.write(chunk))).split('\n');
    rest = pieces.pop() ?? '';
    yield pieces.flatMap(finish);
    if (rest.length > limit) {
      overflowing = true;
      rest = '';
    }
  }
  yield finish(rest + decoder.end());
}
