import { z } from 'zod';
import { staffOf } from '../call/declare.ts';
import { declareList } from '../call/list.ts';
import { localTime } from '../referral/local-day.ts';

export default declareList({
  name: 'referralprogram',
  about: "The provider's referral programs (seed 001), the closed ones included.",
  access: 'provider',
  parameters: z.object({}),
  rows: (_, call) =>
    call.store
      .selectFrom('referralprogram as program')
      .innerJoin('project', 'project.id', 'program.project')
      .where('program.project', '=', staffOf(call).project)
      .select((program) => [
        'program.id',
        call.lang === 'ru'
          ? program.fn.coalesce('program.name_ru', 'program.name').as('locale_name')
          : 'program.name as locale_name',
        'program.assign_by_default',
        'program.url as locale_url',
        'project.name as project_name',
        'program.promocode',
        'program.start_date',
        'program.end_date',
        'program.account_group',
        'program.account_group_restrict',
        'program.restrict_joining',
        'program.closed',
      ]),
  columns: {
    id: { about: 'The id of the program.' },
    locale_name: { about: 'Its name, in the language of the call where it has one.' },
    assign_by_default: {
      about: '`on`: every client who joins takes part in it.',
      write: ({ assign_by_default }) => (assign_by_default === 1 ? 'on' : 'off'),
    },
    locale_url: { about: 'The Website URL.' },
    project_name: { about: 'The name of the provider.' },
    promocode: { about: 'The template of the promo codes.' },
    start_date: { about: 'The first day whose expenses are rewarded.' },
    end_date: { about: 'The last day whose expenses are rewarded.' },
    account_group: {
      about: 'The group whose clients alone may take part; `restrict`: those of `account_group_restrict` may not.',
      write: ({ account_group, restrict_joining }) =>
        restrict_joining === 1 ? 'restrict' : (account_group ?? undefined)?.toString(),
    },
    account_group_restrict: { about: 'The group whose clients get no rewards.' },
    closed: {
      about: 'When it was closed, if it is: it counts nothing any more.',
      write: ({ closed }, call) => (closed === null ? undefined : localTime(closed, staffOf(call).timezone)),
    },
  },
  filters: { locale_name: 'contains', locale_url: 'contains' },
  order: { id: 'asc' },
  examples: [{ title: 'all programs', as: 'provider', parameters: {} }],
});
