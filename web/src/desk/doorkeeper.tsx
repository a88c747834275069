import { Form, Input, Modal } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import { call, setDoorkeeper } from '../api/call.ts';
import { Problem } from '../api/problem.ts';
import { Refusal } from '../parts/refusal.tsx';

interface Asked {
  readonly need: 'login' | 'confirmation';
  readonly given: () => void;
  readonly givenUp: (error: Error) => void;
}

/** Who sits here is remembered, so that after the session's end only the password is asked for. */
let lastUsername: string | null = null;
export const rememberUsername = (username: string): void => {
  lastUsername = username;
};

const GIVEN_UP = new Problem('未输入密码，没有办理；已填写的内容仍在页面上。', {
  status: 0,
  code: 'given-up',
});

const TITLES = { login: '登录已过期，请再次输入密码', confirmation: '拨付前请再次输入密码' } as const;

/** Whoever needs the password waits here until it is given; several wait for one answer. */
function useAsked(): {
  readonly need: Asked['need'] | undefined;
  readonly settle: (end: (one: Asked) => void) => void;
} {
  const [asked, setAsked] = useState<readonly Asked[]>([]);
  useEffect(() => {
    setDoorkeeper((need) => {
      if (need === 'login' && lastUsername === null) {
        location.assign(`/login.html?next=${encodeURIComponent(location.pathname + location.search)}`);
        return new Promise(() => undefined);
      }
      return new Promise((given, givenUp) => setAsked((all) => [...all, { need, given, givenUp }]));
    });
  }, []);
  const settle = (end: (one: Asked) => void): void => {
    asked.forEach(end);
    setAsked([]);
  };
  return { need: asked[0]?.need, settle };
}

/** Asks for the password over the page that needed it; what was typed there stays. */
export function Doorkeeper({ children }: { readonly children: ReactNode }): ReactNode {
  const { need, settle } = useAsked();
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [form] = Form.useForm<{ password: string }>();
  const finish = (end: (one: Asked) => void): void => {
    settle(end);
    setError(null);
    form.resetFields();
  };
  const submit = async ({ password }: { password: string }): Promise<void> => {
    setBusy(true);
    try {
      if (need === 'login') await call('logIn', { body: { username: lastUsername ?? '', password } });
      else await call('confirmSession', { body: { password } });
      finish((one) => one.given());
    } catch (refused) {
      setError(refused);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      {children}
      <Modal
        open={need !== undefined}
        title={need ? TITLES[need] : ''}
        okText="确认"
        cancelText="取消"
        confirmLoading={busy}
        onOk={() => form.submit()}
        onCancel={() => finish((one) => one.givenUp(GIVEN_UP))}
        forceRender
      >
        <Form form={form} layout="vertical" onFinish={(values) => void submit(values)}>
          <Form.Item name="password" label="密码" rules={[{ required: true, message: '请输入密码' }]}>
            <Input.Password autoComplete="current-password" autoFocus />
          </Form.Item>
          <Refusal error={error} />
        </Form>
      </Modal>
    </>
  );
}
