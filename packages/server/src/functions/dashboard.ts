import { z } from 'zod';
import { dashboardPage } from '../pages/dashboard.tsx';
import { overviewOf } from '../store/overview.ts';
import { clientOf, declare } from '../call/declare.ts';

export default declare({
  name: 'dashboard',
  about: "A client's own page: services, and for a partner the link, the referrals and what they earned.",
  access: 'client',
  readableBy: 'nobody',
  parameters: z.object({}),
  answer: {},
  examples: [{ title: 'the page', as: 'partner', parameters: {} }],
  async run(_, call) {
    const { account } = clientOf(call);
    const overview = await overviewOf(call.store, account);
    return { doc: {}, page: dashboardPage(call, overview) };
  },
});
