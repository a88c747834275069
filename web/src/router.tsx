import { lazy, type ComponentType } from 'react';
import { createBrowserRouter } from 'react-router-dom';
import { Frame } from './desk/frame.tsx';
import { Lost } from './desk/lost.tsx';

const page = (load: () => Promise<{ default: ComponentType }>): { element: React.ReactNode } => {
  const Page = lazy(load);
  return { element: <Page /> };
};

export const router = createBrowserRouter([
  {
    element: <Frame />,
    errorElement: <Lost />,
    children: [
      { index: true, ...page(() => import('./pages/work-page.tsx')) },
      { path: '/loans/new', ...page(() => import('./pages/register-loan.tsx')) },
      { path: '/overview', ...page(() => import('./pages/overview-page.tsx')) },
      { path: '/subsidy-batches/:id', ...page(() => import('./pages/batch-page.tsx')) },
      { path: '/:matter', ...page(() => import('./pages/matter-route.tsx')) },
      { path: '/:holder/:around/:below/:id', ...page(() => import('./pages/matter-route.tsx')) },
      { path: '/:matter/:id', ...page(() => import('./pages/matter-route.tsx')) },
      { path: '*', element: <Lost /> },
    ],
  },
]);
