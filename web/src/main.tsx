import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App as Messages, ConfigProvider } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router-dom';
import 'virtual:styles.css';
import './look.css';
import { router } from './router.tsx';
import { theme } from './theme.ts';

dayjs.locale('zh-cn');

// a call repeats what may be repeated by itself
const queries = new QueryClient({
  defaultOptions: { queries: { retry: false, staleTime: 5_000, refetchOnWindowFocus: false } },
});

// Our policy allows styles of ours only: those of the style sheet, and those that carry the word of this
// page.
const nonce = document.querySelector<HTMLMetaElement>('meta[name=style-nonce]')?.content ?? '';

// who asks the browser for less motion gets none
const motion = !matchMedia('(prefers-reduced-motion: reduce)').matches;
const calm = { ...theme, token: { ...theme.token, motion } };

const root = document.getElementById('root');
if (!root) throw new Error('the page has no root');
createRoot(root).render(
  <StrictMode>
    <ConfigProvider csp={{ nonce }} locale={zhCN} theme={calm} button={{ autoInsertSpace: false }}>
      <Messages>
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </Messages>
    </ConfigProvider>
  </StrictMode>,
);
