import { createRoot } from 'react-dom/client';
import { createBrowserRouter, redirect } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { Home } from './home.tsx';
import { Layout } from './layout.tsx';
import { Prices } from './prices.tsx';
import { Reviews } from './reviews.tsx';

const router = createBrowserRouter([
  {
    Component: Layout,
    children: [
      { index: true, Component: Home },
      { path: 'prices', Component: Prices },
      { path: 'reviews', Component: Reviews },
      // Takes the query away, a partner's `from` included, before anything is rendered: billref knows of it all the same.
      { path: 'offer', loader: () => redirect('/prices') },
      { path: '*', Component: Home },
    ],
  },
]);

const root = document.getElementById('root');
if (root) createRoot(root).render(<RouterProvider router={router} />);
