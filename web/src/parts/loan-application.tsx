import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Card, Col, Flex, Form, Row as Columns, Select, Skeleton } from 'antd';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { call, newKey } from '../api/call.ts';
import { operation, without } from '../api/operations.ts';
import { Problem } from '../api/problem.ts';
import { useSession } from '../session.tsx';
import type { Applicant } from './find-household.tsx';
import { InterestPreview } from './interest-preview.tsx';
import { Refusal } from './refusal.tsx';
import { SchemaFields } from './schema-fields.tsx';
import { faultsOf, useSending, type Values } from './sending.ts';
import { Amount, StateTag } from './value.tsx';

const KNOWN = ['household_id', 'borrower_id'];
const OVER = new Set(['closed', 'rejected', 'cancelled']);
/** What most loans are: whoever registers two hundred types the rest. */
const USUAL = {
  programme_code: 'P1',
  product_code: 'microloan',
  principal: '50000.00',
  term_months: 36,
  usage_mode: 'self',
  repayment_method: 'interest_only',
  funding_source: 'own',
  security: 'none',
};

interface Member {
  readonly id: string;
  readonly name: string;
  readonly id_no_masked: string;
  readonly left_on: string | null;
}

/** Whose masked number agrees with what was typed. */
const isTyped = ({ id_no_masked: masked }: Member, number: string): boolean =>
  masked.slice(0, 6) === number.slice(0, 6) && masked.slice(-4) === number.slice(-4);

function useHousehold(id: string) {
  const household = useQuery({
    queryKey: ['showHousehold', id],
    queryFn: () => call('showHousehold', { path: { id } }),
  });
  const loans = useQuery({
    queryKey: ['listLoans', { household_id: id }],
    queryFn: () => call('listLoans', { query: { household_id: id } }),
  });
  return { household: household.data, loans: loans.data?.items ?? [], error: household.error ?? loans.error };
}

/** The loan itself, for a household that was found. */
export function LoanApplication({ applicant }: { readonly applicant: Applicant }): ReactNode {
  const { household, loans, error } = useHousehold(applicant.householdId);
  if (error) return <Refusal error={error} />;
  if (!household) return <Skeleton active />;
  const open = loans.filter(({ state }) => !OVER.has(state));
  const members = (household.members as readonly Member[]).filter(({ left_on: left }) => left === null);
  return (
    <>
      {open.length > 0 ? (
        <Alert
          type="warning"
          showIcon
          title={`该户已有 ${open.length} 笔未结清贷款，请核对是否重复`}
          description={open.map((loan) => (
            <div key={loan.id}>
              <Link to={`/loans/${loan.id}`}>{loan.contract_no ?? '（未签合同）'}</Link> {loan.bank_name}{' '}
              <Amount yuan={loan.principal} /> 元 <StateTag state={loan.state} />
            </div>
          ))}
        />
      ) : null}
      <ApplicationForm applicant={applicant} members={members} />
    </>
  );
}

interface ApplicationProps {
  readonly applicant: Applicant;
  readonly members: readonly Member[];
}

function ApplicationForm({ applicant, members }: ApplicationProps): ReactNode {
  const { today } = useSession();
  const schema = useMemo(() => without(operation('registerLoan').body ?? {}, KNOWN), []);
  const [actKey] = useState(newKey);
  const [form] = Form.useForm<Values>();
  const { busy, error, answer, send } = useSending({ act: 'registerLoan', actKey });
  const values = Form.useWatch<Values>([], form);
  useEffect(() => {
    if (error instanceof Problem) form.setFields(faultsOf(error));
  }, [error, form]);
  if (answer) return <Registered loan={answer['id']} />;
  const borrower = members.find((member) => isTyped(member, applicant.number)) ?? members[0];
  return (
    <Card size="small" title="二、贷款">
      <Form
        form={form}
        layout="vertical"
        disabled={busy}
        initialValues={{ ...USUAL, applied_on: today, borrower_id: borrower?.id }}
        onFinish={(filled) => void send({ ...filled, household_id: applicant.householdId }, null)}
      >
        <Columns gutter={24}>
          <Col xs={24} lg={16} className="two-columns">
            <Form.Item
              name="borrower_id"
              label="借款人"
              rules={[{ required: true, message: '请选择借款人' }]}
            >
              <Select
                options={members.map(({ id, name, id_no_masked: masked }) => ({
                  value: id,
                  label: `${name} ${masked}`,
                }))}
              />
            </Form.Item>
            <SchemaFields schema={schema} />
          </Col>
          <Col xs={24} lg={8}>
            <InterestPreview loan={values ?? {}} />
          </Col>
        </Columns>
        <Refusal error={error} />
        <Button type="primary" htmlType="submit" loading={busy}>
          {busy ? '正在确认…' : '登记'}
        </Button>
      </Form>
    </Card>
  );
}

const Registered = ({ loan }: { readonly loan: unknown }): ReactNode => (
  <Flex vertical gap={12} align="start">
    <Alert type="success" showIcon title="已登记，待银行复核员审批" />
    <Link to={`/loans/${String(loan)}`}>打开这笔贷款</Link>
    <Button type="primary" onClick={() => location.assign('/loans/new')}>
      登记下一笔
    </Button>
  </Flex>
);
