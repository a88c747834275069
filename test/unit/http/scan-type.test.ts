import { describe, expect, it } from 'vitest';
import { mediaTypeOf } from '../../../src/platform/http/scan-type.ts';

const head = (text: string): string => Buffer.from(text, 'latin1').toString('hex').slice(0, 16);

describe('what a scan is', () => {
  it.each([
    ['%PDF-1.7\n', 'application/pdf'],
    ['\u00ff\u00d8\u00ff\u00e0..JFIF', 'image/jpeg'],
    ['\u0089PNG\r\n\u001a\n', 'image/png'],
    ['PK\u0003\u0004', null],
    ['<html>', null],
    ['%PDF', null],
    ['', null],
  ])('%j', (bytes, mediaType) => {
    expect(mediaTypeOf(head(bytes))).toBe(mediaType);
  });
});
