import { Card, Flex, Table, type TableColumnsType } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import type { Reply } from '../api/call.ts';
import { Amount, groupThousands } from '../parts/value.tsx';
import { fieldWord } from '../words.ts';
import { BATCH } from '../words/batch.ts';
import { Change } from './change.tsx';

interface Loan {
  readonly loan_id: string;
  readonly contract_no: string;
  readonly borrower_name: string;
  readonly subsidy?: string;
  readonly last_subsidy?: string;
  readonly subsidy_change?: string;
}

const money = (name: 'subsidy' | 'last_subsidy'): TableColumnsType<Loan>[number] => ({
  title: fieldWord(name),
  align: 'right',
  render: (_, { [name]: yuan }) => (yuan === undefined ? '—' : <Amount yuan={yuan} />),
});

const COLUMNS: TableColumnsType<Loan> = [
  {
    title: BATCH.contract,
    render: (_, loan) => <Link to={`/loans/${loan.loan_id}`}>{loan.contract_no}</Link>,
  },
  { title: BATCH.borrower, dataIndex: 'borrower_name' },
  money('last_subsidy'),
  money('subsidy'),
  {
    title: BATCH.change,
    align: 'right',
    render: (_, { subsidy_change: change }) =>
      change === undefined ? '—' : <Change text={groupThousands(change)} />,
  },
];

interface ListProps {
  readonly name: string;
  readonly count?: number;
  readonly loans: readonly Loan[];
}

function LoanList({ name, count, loans }: ListProps): ReactNode {
  if (loans.length === 0) return null;
  return (
    <section>
      <h3 className="list-name">
        {fieldWord(name)}
        {count === undefined ? '' : ` ${count}`}
      </h3>
      <Table
        size="small"
        rowKey="loan_id"
        columns={COLUMNS}
        dataSource={[...loans]}
        pagination={loans.length > 5 ? { pageSize: 5, size: 'small' } : false}
        scroll={{ x: 'max-content' }}
      />
    </section>
  );
}

/** Loans that joined, that left, and whose subsidy changed most, each leading to its page. */
export function UnusualLoans({ comparison }: { comparison: Reply<'compareSubsidyBatch'> }): ReactNode {
  const { outliers, joined, left, loans_joined, loans_left } = comparison;
  const none = outliers.length + joined.length + left.length === 0;
  return (
    <Card size="small" title={BATCH.unusual}>
      {none ? BATCH.noneUnusual : null}
      <Flex vertical gap={8}>
        <LoanList name="outliers" loans={outliers} />
        <LoanList name="joined" count={loans_joined} loans={joined} />
        <LoanList name="left" count={loans_left} loans={left} />
      </Flex>
    </Card>
  );
}
