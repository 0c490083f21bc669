import { type AnswerElement, orderLink, orderParamLink, quickOrderLink } from '@billref/protocol';
import { sql } from 'kysely';
import { z } from 'zod';
import { writtenCosts } from '../call/costs.ts';
import { type Call, staffOf } from '../call/declare.ts';
import { declareList } from '../call/list.ts';
import { DOMAIN } from '../prices/order-parameters.ts';
import { costsOf, readCosts } from '../store/costs.ts';

interface Row {
  readonly id: number;
  readonly name: string;
  readonly itemtype: string;
  readonly active: string;
  readonly account_group: string | null;
  readonly exponent: number;
  readonly cost: string | null;
  readonly project: number;
}

const billing = ({ origin, base }: Call): string => origin + base;

/** A link to the tariff for each of its periods. */
const linksOf =
  (write: typeof orderParamLink) =>
  ({ itemtype, id: pricelist, cost, project }: Row, call: Call): AnswerElement[] =>
    [...readCosts(cost).keys()].map((period) => ({
      attributes: { period: String(period) },
      text: write(billing(call), { itemtype, pricelist, period, project }),
    }));

/** A domain is named before it is ordered: its form asks for it. */
const unlessDomain =
  (links: ReturnType<typeof linksOf>): typeof links =>
  (row, call) =>
    row.itemtype === DOMAIN ? [] : links(row, call);

export default declareList({
  name: 'pricelist',
  about:
    "The provider's tariffs, disabled ones included, with the links that a website may order them by (seed 002). Links " +
    'with a period have the shortest one; the periods of a tariff are those of `pricelist.export`.',
  access: 'provider',
  parameters: z.object({}),
  examples: [{ title: 'the tariffs', as: 'provider', parameters: { p_cnt: '4' } }],
  rows: (_, call) =>
    call.store
      .selectFrom('pricelist')
      .innerJoin('project', 'project.id', 'pricelist.project')
      .innerJoin('currency', 'currency.id', 'project.currency')
      .leftJoin('account_group', 'account_group.id', 'pricelist.account_group')
      .where('pricelist.project', '=', staffOf(call).project)
      .select([
        'pricelist.id',
        'pricelist.name',
        'pricelist.itemtype',
        'pricelist.project',
        'account_group.name as account_group',
        'currency.exponent',
        costsOf('pricelist', 'pricelist.id').as('cost'),
        sql<string>`case when pricelist.enabled = 1 then 'on' else 'off' end`.as('active'),
      ]),
  columns: {
    id: { about: 'The tariff.' },
    name: { about: 'Its name.' },
    itemtype: { about: 'The internal name of its type of product.' },
    active: { about: '`off` if it is not sold any more.' },
    cost: {
      about: 'What it costs for each period, as `pricelist.edit` takes it.',
      write: ({ cost, exponent }) => writtenCosts(readCosts(cost), exponent),
    },
    account_group: { about: 'The group of clients that alone may order it.' },
    orderlink: {
      about: 'The link to the page on which it can be ordered.',
      sortable: false,
      write: ({ itemtype, id: pricelist, project }, call) => orderLink(billing(call), { itemtype, pricelist, project }),
    },
    paramlink: {
      about: 'The links to its form with a period chosen, one for each, and its parameters to choose.',
      sortable: false,
      write: linksOf(orderParamLink),
    },
    basketlink: {
      about: 'The links that put it into the cart, one for each period.',
      sortable: false,
      write: unlessDomain(linksOf((url, order) => quickOrderLink(url, order, 'basket'))),
    },
    paymentlink: {
      about: 'The links that put it into the cart and go on to the payment, one for each period.',
      sortable: false,
      write: unlessDomain(linksOf((url, order) => quickOrderLink(url, order, 'payment'))),
    },
  },
  order: { id: 'asc' },
  filters: { name: 'contains', itemtype: 'equals' },
});
