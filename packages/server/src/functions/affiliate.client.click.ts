import { z } from 'zod';
import { clientOf } from '../call/declare.ts';
import { declareList } from '../call/list.ts';
import { localTime } from '../referral/local-day.ts';
import { clicksOfPartner } from '../store/partner-area.ts';

export default declareList({
  name: 'affiliate.client.click',
  about: "The clicks on the partner's own link, the latest first.",
  access: 'client',
  parameters: z.object({}),
  rows: (_, call) => clicksOfPartner(call.store, clientOf(call).account),
  columns: {
    cdate: { about: 'When.', write: ({ cdate }, call) => localTime(cdate, clientOf(call).timezone) },
    site: { about: 'The site the visitor landed on.' },
    referal: { about: 'The client who came of it: the first letter of the name, and the id.' },
    payed: { about: '`on` once that client has paid for something.' },
  },
  filters: { cdate: 'time', site: 'contains', referal: 'contains', payed: 'equals' },
  order: { cdate: 'desc', id: 'asc' },
  examples: [{ title: 'the clicks of a partner', as: 'partner', parameters: {} }],
});
