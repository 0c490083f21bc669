import { z } from 'zod';
import { writtenCosts } from '../call/costs.ts';
import { staffOf } from '../call/declare.ts';
import { id } from '../call/fields.ts';
import { declareList } from '../call/list.ts';
import { noSuch } from '../call/no-such.ts';
import { costsOf, readCosts } from '../store/costs.ts';
import { tariffOf } from '../store/tariff-changes.ts';

export default declareList({
  name: 'pricelist.detail',
  about:
    'The add-ons of a tariff, those that are not sold any more included; `pricelist.detail.edit` says what they are.',
  access: 'provider',
  parameters: z.object({ elid: id.describe('The tariff.') }),
  async rows({ elid }, call) {
    const { project } = staffOf(call);
    if ((await tariffOf(call.store, project, elid)) === undefined) throw noSuch('elid', elid);
    return call.store
      .selectFrom('addon')
      .innerJoin('pricelist', 'pricelist.id', 'addon.pricelist')
      .innerJoin('project', 'project.id', 'pricelist.project')
      .innerJoin('currency', 'currency.id', 'project.currency')
      .where('addon.pricelist', '=', elid)
      .select([
        'addon.id',
        'addon.name',
        'addon.intname',
        'addon.addontype',
        'addon.maximum',
        'addon.main',
        costsOf('addon', 'addon.id').as('cost'),
        'currency.exponent',
      ]);
  },
  columns: {
    id: { about: 'The add-on: `N` of `addon_N`.' },
    name: { about: 'Its name.' },
    intname: { about: 'The internal name of its type of product.' },
    addontype: { about: '1 taken or not, 2 an amount, 3 one of several elements.' },
    maximum: { about: 'The largest amount.' },
    main: { about: 'The add-on whose element it is.' },
    cost: {
      about:
        'What it costs for each period, or each unit of it; nothing where it is not sold, and where its elements cost.',
      write: ({ cost, exponent }) => writtenCosts(readCosts(cost), exponent),
    },
  },
  order: { id: 'asc' },
  examples: [
    { title: 'the add-ons of a tariff', as: 'provider', parameters: { elid: '1' } },
    { title: 'a tariff that is not there', as: 'provider', parameters: { elid: '99' } },
  ],
});
