import type { ReactNode } from 'react';
import { fieldWord } from '../words.ts';
import type { Row } from './row.ts';
import { Amount, isYuan } from './value.tsx';

/** Yuan as text in fen, exact: no number of the browser touches money. */
const fenOf = (yuan: string): bigint => BigInt(yuan.replace('.', ''));
const yuanOf = (fen: bigint): string => {
  const digits = (fen < 0n ? -fen : fen).toString().padStart(3, '0');
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

/** 本页合计 of every column of money. */
export function MoneySummary({ rows }: { readonly rows: readonly Row[] }): ReactNode {
  const names = Object.keys(rows[0] ?? {}).filter((name) => rows.some((row) => isYuan(name, row[name])));
  if (rows.length === 0) return null;
  return (
    <span className="page-totals">
      本页 {rows.length} 行
      {names.map((name) => (
        <span key={name}>
          {' · '}
          {fieldWord(name)}合计{' '}
          <Amount
            yuan={yuanOf(
              rows.reduce(
                (sum, row) => sum + (isYuan(name, row[name]) ? fenOf(row[name] as string) : 0n),
                0n,
              ),
            )}
          />
        </span>
      ))}
    </span>
  );
}
