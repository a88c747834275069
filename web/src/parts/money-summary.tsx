import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { call, type OperationId } from '../api/call.ts';
import { operation } from '../api/operations.ts';
import { TOTALS } from '../desk/totals.ts';
import { fieldWord } from '../words.ts';
import { fenOf, yuanOf } from './fen.ts';
import { Refusal } from './refusal.tsx';
import type { Row } from './row.ts';
import { Amount, isYuan, Value } from './value.tsx';

/** What a column of a page comes to. */
export const sumOf = (name: string, rows: readonly Row[]): string =>
  yuanOf(rows.reduce((sum, row) => sum + (isYuan(name, row[name]) ? fenOf(row[name] as string) : 0n), 0n));

/** What the API says all rows come to, by the filters of the list that its sum knows. */
export function filtersOf(total: OperationId, query: Readonly<Record<string, string>>): Row {
  const known = operation(total).query;
  return Object.fromEntries(Object.entries(query).filter(([name]) => known[name] !== undefined));
}

function WholeTotals({ total, query }: { total: OperationId; query: Row }): ReactNode {
  const { data, error } = useQuery({
    queryKey: [total, query],
    queryFn: ({ signal }) => call(total, { query, signal }),
  });
  if (error) return <Refusal error={error} />;
  if (!data) return <div>全部合计 正在计算</div>;
  const { rows, ...sums } = data as unknown as Row;
  return (
    <div>
      全部 {String(rows)} 行
      {Object.entries(sums).map(([name, value]) => (
        <span key={name}>
          {' · '}
          {fieldWord(name)} <Value name={name} value={value} />
        </span>
      ))}
    </div>
  );
}

interface SummaryProps {
  readonly list: OperationId;
  readonly rows: readonly Row[];
  readonly query: Readonly<Record<string, string>>;
}

/** 本页合计 of every column of money, and 全部合计 of the whole list, for whom it is asked. */
export function MoneySummary({ list, rows, query }: SummaryProps): ReactNode {
  const [whole, setWhole] = useState(false);
  const names = Object.keys(rows[0] ?? {}).filter((name) => rows.some((row) => isYuan(name, row[name])));
  const total = TOTALS[list];
  if (rows.length === 0) return null;
  return (
    <div className="page-totals">
      <div>
        本页 {rows.length} 行
        {names.map((name) => (
          <span key={name}>
            {' · '}
            {fieldWord(name)}合计 <Amount yuan={sumOf(name, rows)} />
          </span>
        ))}
      </div>
      {total && whole ? <WholeTotals total={total} query={filtersOf(total, query)} /> : null}
      {total && !whole ? (
        <Button size="small" onClick={() => setWhole(true)}>
          全部合计
        </Button>
      ) : null}
    </div>
  );
}
