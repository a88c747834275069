import { Button, Card, Flex, Form, Input, Space } from 'antd';
import { useState, type ReactNode } from 'react';
import { call } from '../api/call.ts';
import { useSession } from '../session.tsx';
import { personOfNumber } from './person-of-number.ts';
import { Refusal } from './refusal.tsx';
import type { Row } from './row.ts';
import { Value } from './value.tsx';

/** Whose loan it is: the household, and the number that found it. */
export interface Applicant {
  readonly householdId: string;
  readonly number: string;
}

type Found = { readonly number: string; readonly rows: readonly Row[] };

/** Looks a household up by the number of one of its members, within what this post may see. */
export function FindHousehold({ found }: { readonly found: (applicant: Applicant) => void }): ReactNode {
  const { today } = useSession();
  const [typed, setTyped] = useState('');
  const [error, setError] = useState<unknown>(null);
  const [answer, setAnswer] = useState<Found | null>(null);
  const person = personOfNumber(typed, today);
  const search = async (): Promise<void> => {
    const number = typed.trim().toUpperCase();
    setError(null);
    try {
      const { items } = await call('searchHouseholds', { body: { id_no: number } });
      setAnswer({ number, rows: items as unknown as readonly Row[] });
      if (items.length === 1 && items[0]) found({ householdId: items[0].id, number });
    } catch (refused) {
      setError(refused);
    }
  };
  return (
    <Card size="small" title="一、借款人">
      <Form layout="inline" onFinish={() => void search()}>
        <Form.Item label="身份证号" htmlFor="id-no">
          <Input
            id="id-no"
            autoFocus
            maxLength={18}
            style={{ width: 240 }}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </Form.Item>
        <Form.Item>
          <Button type="primary" htmlType="submit">
            查找农户
          </Button>
        </Form.Item>
        {person ? (
          <Space aria-live="polite">
            <span>出生 {person.birth}</span>
            <span>{person.sex}</span>
            <span>{person.age} 周岁</span>
          </Space>
        ) : null}
      </Form>
      <Refusal error={error} />
      {answer ? <Candidates answer={answer} choose={found} /> : null}
    </Card>
  );
}

interface CandidatesProps {
  readonly answer: Found;
  readonly choose: (applicant: Applicant) => void;
}

function Candidates({ answer, choose }: CandidatesProps): ReactNode {
  const { number, rows } = answer;
  if (rows.length === 0)
    return <p role="status">本人辖区内没有这个号码的建档立卡户，请先核对号码或请乡镇登记。</p>;
  return (
    <Flex vertical gap={4} role="status">
      {rows.map((row) => (
        <Space key={String(row['id'])}>
          <span>{String(row['head_name'])}</span>
          <span>{String(row['household_no'])}</span>
          <span>{String(row['village_name'])}</span>
          <Value name="status" value={row['status']} />
          {rows.length > 1 ? (
            <Button size="small" onClick={() => choose({ householdId: String(row['id']), number })}>
              选择
            </Button>
          ) : null}
        </Space>
      ))}
    </Flex>
  );
}
