import { Card, Table } from 'antd';
import type { ReactNode } from 'react';
import { StateTag } from '../parts/value.tsx';
import { fieldWord } from '../words.ts';
import { OVERVIEW } from '../words/overview.ts';
import type { Overview } from './bars.ts';
import { countColumn, moneyColumn } from './figure-columns.tsx';
import { claimsOf } from './list-address.ts';

type Claims = NonNullable<Overview['fund']>['claims'][number];

/** Claims on the compensation fund by their state, for who may see them. */
export function FundClaims({ overview }: { readonly overview: Overview }): ReactNode {
  const { fund, region_code: region } = overview;
  if (!fund || fund.claims.length === 0) return null;
  const columns = [
    { title: fieldWord('state'), render: (_: unknown, row: Claims) => <StateTag state={row.state} /> },
    countColumn<Claims>({
      title: fieldWord('count'),
      of: (row) => row.claims,
      to: (row) => claimsOf(region, row.state),
    }),
    moneyColumn<Claims>(fieldWord('fund'), (row) => row.fund),
    moneyColumn<Claims>(fieldWord('paid'), (row) => row.paid),
  ];
  return (
    <Card size="small" title={OVERVIEW.claims}>
      <Table size="small" rowKey="state" columns={columns} dataSource={[...fund.claims]} pagination={false} />
    </Card>
  );
}
