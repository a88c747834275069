import { Card, Empty, Table, type TableProps } from 'antd';
import type { ReactNode } from 'react';
import { OVERVIEW } from '../words/overview.ts';
import { BarChart } from './bar-chart.tsx';
import type { Bars } from './bars.ts';

interface ChartCardProps<Row extends object> {
  readonly title: string;
  readonly bars: Bars;
  readonly rows: readonly Row[];
  readonly rowKey: keyof Row & string;
  readonly columns: NonNullable<TableProps<Row>['columns']>;
}

/** A chart and the table behind it: each figure exact, and a way to its list. */
export function ChartCard<Row extends object>(props: ChartCardProps<Row>): ReactNode {
  const { title, bars, rows, rowKey, columns } = props;
  if (rows.length === 0) {
    return (
      <Card size="small" title={title}>
        <Empty description={OVERVIEW.none} />
      </Card>
    );
  }
  return (
    <Card size="small" title={title}>
      <BarChart bars={bars} name={title} />
      <Table
        size="small"
        rowKey={rowKey}
        columns={columns}
        dataSource={[...rows]}
        pagination={false}
        scroll={{ x: 'max-content' }}
      />
    </Card>
  );
}
