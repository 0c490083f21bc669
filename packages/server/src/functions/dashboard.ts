import { z } from 'zod';
import { dashboardPage } from '../pages/dashboard.tsx';
import { overviewOf } from '../store/overview.ts';
import { clientOf, declare } from './function.ts';

/** A client's own page: services, and for a partner the link, the referrals and what they earned. */
export const dashboard = declare({
  name: 'dashboard',
  access: 'client',
  readableBy: 'nobody',
  parameters: z.object({}),
  async run(_, call) {
    const { account } = clientOf(call);
    const overview = await overviewOf(call.store, account);
    return { doc: {}, page: dashboardPage(call, overview) };
  },
});
