import { Card, Table } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import type { Reply } from '../api/call.ts';
import { groupThousands } from '../parts/value.tsx';
import { fieldWord } from '../words.ts';
import { BATCH, loansWord } from '../words/batch.ts';
import { Change } from './change.tsx';

type Comparison = Reply<'compareSubsidyBatch'>;

interface Compared {
  readonly item: string;
  readonly last: string;
  readonly now: string;
  readonly change: string | null;
}

function rowsOf(one: Comparison, last: NonNullable<Comparison['last_period']>): Compared[] {
  const percent = one.change_percent === null ? '' : `（${one.change_percent.replace(/^-/, '')}%）`;
  return [
    {
      item: fieldWord('payable_count'),
      last: loansWord(last.payable_count),
      now: loansWord(one.payable_count),
      change: one.count_change === null ? null : loansWord(one.count_change),
    },
    {
      item: fieldWord('subsidy'),
      last: groupThousands(last.subsidy),
      now: groupThousands(one.subsidy),
      change: one.subsidy_change === null ? null : `${groupThousands(one.subsidy_change)} ${percent}`,
    },
  ];
}

/** The batch beside the one before it: count and sum, up or down. */
export function AgainstLast({ comparison }: { readonly comparison: Comparison }): ReactNode {
  const { last_period: last } = comparison;
  if (!last) {
    return (
      <Card size="small" title={BATCH.against}>
        {BATCH.noLast}
      </Card>
    );
  }
  const extra = <Link to={`/subsidy-batches/${last.batch_id}`}>{last.batch_no}</Link>;
  return (
    <Card size="small" title={BATCH.against} extra={extra}>
      <Table
        size="small"
        rowKey="item"
        pagination={false}
        dataSource={rowsOf(comparison, last)}
        columns={[
          { title: BATCH.item, dataIndex: 'item' },
          { title: BATCH.last, dataIndex: 'last', align: 'right', className: 'amount' },
          { title: BATCH.now, dataIndex: 'now', align: 'right', className: 'amount' },
          {
            title: BATCH.change,
            align: 'right',
            render: (_, row) => <Change text={row.change} />,
          },
        ]}
      />
    </Card>
  );
}
