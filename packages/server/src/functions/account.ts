import { z } from 'zod';
import { staffOf } from '../call/declare.ts';
import { declareList } from '../call/list.ts';
import { localTime } from '../referral/local-day.ts';

export default declareList({
  name: 'account',
  about: "The provider's clients, the latest first.",
  access: 'provider',
  parameters: z.object({}),
  rows: (_, call) =>
    call.store
      .selectFrom('account')
      .leftJoin('referralprogram_referral as referral', 'referral.referral_account', 'account.id')
      .where('account.project', '=', staffOf(call).project)
      .select([
        'account.id',
        'account.name',
        'account.project',
        'account.cdate',
        'account.erased',
        'referral.referer_account',
      ]),
  columns: {
    id: { about: 'The id: ACCOUNT_ID, and of a partner PARTNER_ID.' },
    name: { about: 'The name.' },
    project: { about: 'The provider.' },
    cdate: { about: 'When it was registered.', write: ({ cdate }, call) => localTime(cdate, staffOf(call).timezone) },
    referer_account: { about: 'The partner who brought the client.' },
    erased: {
      about: 'Since when it is nobody any more, by `billref.person.erase`.',
      write: ({ erased }, call) => (erased === null ? undefined : localTime(erased, staffOf(call).timezone)),
    },
  },
  filters: { id: 'equals', name: 'contains', referer_account: 'equals', cdate: 'time' },
  order: { id: 'desc' },
  examples: [{ title: 'the clients', as: 'provider', parameters: {} }],
});
