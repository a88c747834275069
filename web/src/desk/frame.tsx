import { useQuery } from '@tanstack/react-query';
import { Button, Flex, Layout, Menu, Skeleton } from 'antd';
import { Suspense, type ReactNode } from 'react';
import { Link, Outlet, useLocation } from 'react-router-dom';
import { call } from '../api/call.ts';
import { Refusal } from '../parts/refusal.tsx';
import { mayCall, SessionProvider, type Session } from '../session.tsx';
import { Doorkeeper, rememberUsername } from './doorkeeper.tsx';
import { matterWord } from '../words.ts';
import { MATTERS } from './matters.ts';
import { MENU } from './menu.ts';

const menuOf = (session: Session) => {
  const groups = MENU.map(([label, names]) => ({
    key: label,
    label,
    children: names
      .filter((name) => {
        const list = MATTERS.get(name)?.list;
        return list !== undefined && mayCall(session, list);
      })
      .map((name) => ({ key: `/${name}`, label: <Link to={`/${name}`}>{matterWord(name)}</Link> })),
  })).filter((group) => group.children.length > 0);
  return [{ key: '/', label: <Link to="/">待办</Link> }, ...groups];
};

/** The group of the menu that holds a page stands open. */
const groupsWith = (path: string): string[] =>
  MENU.filter(([, names]) => names.includes(path.slice(1))).map(([label]) => label);

async function leave(): Promise<void> {
  await call('logOut');
  location.assign('/login.html');
}

/** What every desk has around its work: who sits here, what this post may open, and the work itself. */
export function Frame(): ReactNode {
  const { pathname } = useLocation();
  const here = `/${pathname.split('/')[1] ?? ''}`;
  const { data: session, error } = useQuery({ queryKey: ['session'], queryFn: () => call('readSession') });
  if (session) rememberUsername(session.username);
  return (
    <Doorkeeper>
      {!session ? (
        <div className="page">{error ? <Refusal error={error} /> : <Skeleton active />}</div>
      ) : (
        <SessionProvider value={session}>
          <a className="skip" href="#work">
            跳到正文
          </a>
          <Layout className="frame">
            <Layout.Header className="frame-header">
              <span className="frame-name">四方</span>
              <Flex className="frame-person" gap={12} align="center">
                <span>
                  {session.organisation_name} · {session.person_name} · {session.today}
                </span>
                <Button size="small" onClick={() => void leave()}>
                  退出
                </Button>
              </Flex>
            </Layout.Header>
            <Layout>
              <Layout.Sider width={200} theme="light" breakpoint="lg" collapsedWidth={0}>
                <nav aria-label="功能">
                  <Menu
                    mode="inline"
                    items={menuOf(session)}
                    selectedKeys={[here]}
                    defaultOpenKeys={groupsWith(here)}
                  />
                </nav>
              </Layout.Sider>
              <Layout.Content className="page" id="work" role="main">
                <Suspense fallback={<Skeleton active />}>
                  <Outlet />
                </Suspense>
              </Layout.Content>
            </Layout>
          </Layout>
        </SessionProvider>
      )}
    </Doorkeeper>
  );
}
