import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { yuanText } from '../../../src/platform/http/shapes.ts';
import { replyText } from '../../../src/platform/http/reply.ts';

const shape = z.object({ id: z.string(), principal: yuanText, lines: z.array(z.object({ no: z.int() })) });

describe('the text of a reply', () => {
  it('holds what its shape names and nothing else of the row', () => {
    const row = {
      id: 7n,
      principal_fen: 5_000_000n,
      id_no_cipher: 'k1:secret',
      lines: [{ no: 1, sheet: { holder: '629921199102270091' } }],
    };
    expect(replyText(shape, row)).toBe('{"id":"7","principal":"50000.00","lines":[{"no":1}]}');
  });

  it('is our own bug when the row breaks the shape, told without the values', () => {
    const broken = () =>
      replyText(shape, { id: 7n, principal_fen: 1n, lines: [{ no: '629921199102270091' }] });
    expect(broken).toThrow('reply breaks its shape: lines/0/no invalid_type');
    expect(broken).not.toThrow(/6299/);
  });
});
