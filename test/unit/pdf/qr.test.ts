import { create } from 'qrcode';
import { describe, expect, it } from 'vitest';
import { qrRectangles } from '../../../src/platform/pdf/qr.ts';

describe('qrRectangles', () => {
  it('covers exactly the dark modules', () => {
    const payload = 'https://sifang.example.cn/v/7KQ2-M9XD-4HTA';
    const { size, rectangles } = qrRectangles(payload);
    const { modules } = create(payload, { errorCorrectionLevel: 'M' });
    const covered = new Uint8Array(size * size);
    for (const [column, row, length] of rectangles)
      covered.fill(1, row * size + column, row * size + column + length);
    expect([...covered]).toEqual([...modules.data].map(Number));
  });
});
