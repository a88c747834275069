import type { ReactNode } from 'react';
import { fall, rise, SAME } from '../words/batch.ts';

/** By how much something changed: the direction as a word, the colour beside it. */
export function Change({ text }: { readonly text: string | null }): ReactNode {
  if (text === null) return '—';
  const size = text.replace(/^-/, '');
  if (/^[0.,%]*$/.test(size.split(' ')[0] ?? '')) return SAME;
  return text.startsWith('-') ? (
    <span className="amount fell">{fall(size)}</span>
  ) : (
    <span className="amount rose">{rise(size)}</span>
  );
}
