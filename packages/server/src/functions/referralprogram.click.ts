import { z } from 'zod';
import { staffOf } from '../call/declare.ts';
import { id } from '../call/fields.ts';
import { declareList } from '../call/list.ts';
import { localTime } from '../referral/local-day.ts';

export default declareList({
  name: 'referralprogram.click',
  about: "The clicks on partners' links, those without a partner included; the latest first.",
  access: 'provider',
  parameters: z.object({ elid: id.optional().describe('Only of this program.') }),
  rows({ elid }, call) {
    const clicks = call.store
      .selectFrom('referralprogram_click')
      .where('project', '=', staffOf(call).project)
      .select([
        'sesid',
        'cdate',
        'method',
        'site',
        'referralprogram',
        'referer_account',
        'referral_account',
        'duplicate_of',
      ]);
    return elid === undefined ? clicks : clicks.where('referralprogram', '=', elid);
  },
  columns: {
    sesid: { about: 'The id of the click.' },
    cdate: { about: 'When.', write: ({ cdate }, call) => localTime(cdate, staffOf(call).timezone) },
    method: { about: '`site`: told by a website; `billing`: seen by billing itself.' },
    site: { about: 'The site the visitor landed on.' },
    referralprogram: { about: 'The program.' },
    referer_account: { about: 'The partner.' },
    referral_account: { about: 'The client who came of it.' },
    duplicate_of: { about: 'The first click of the same visitor on this link that day, if this is one more.' },
  },
  filters: { site: 'contains', referer_account: 'equals', referral_account: 'equals', method: 'equals', cdate: 'time' },
  order: { cdate: 'desc', sesid: 'asc' },
  examples: [
    { title: 'the clicks of a program', as: 'provider', parameters: { elid: '1' } },
    { title: 'a column that is none', as: 'provider', parameters: { p_sort: 'nonsense' } },
  ],
});
