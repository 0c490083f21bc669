import type { ColumnTypes } from '../column-types.ts';

/** Who may order a tariff, add-ons, exchange rates, what was chosen for an order, and orders paid from the balance. */
export const pricesAndOrders = ({ id, integer, strict }: ColumnTypes): readonly string[] => {
  const cost = `cost ${integer} not null check (cost between 0 and 9000000000000)`;
  const period = `period ${integer} not null check (period in (-100, -50) or period >= 0)`;
  return [
    `create table itemtype (
      id ${id},
      intname text not null unique
    ) ${strict}`,
    `insert into itemtype (intname) select distinct itemtype from pricelist order by itemtype`,
    `alter table pricelist add column enabled ${integer} not null default 1 check (enabled in (0, 1))`,
    `alter table pricelist add column account_group ${integer} references account_group`,

    `create table addon (
      id ${id},
      pricelist ${integer} not null references pricelist,
      intname text not null,
      name text not null,
      addontype ${integer} not null check (addontype in (1, 2, 3)),
      maximum ${integer} check (maximum > 0),
      main ${integer} references addon,
      check (maximum is null or addontype = 2)
    ) ${strict}`,
    `create index addon_pricelist on addon (pricelist)`,
    `create table addon_period (
      addon ${integer} not null references addon,
      ${period},
      ${cost},
      primary key (addon, period)
    ) ${strict}`,
    `create table addon_element (
      id ${id},
      addon ${integer} not null references addon,
      name text not null
    ) ${strict}`,
    `create index addon_element_addon on addon_element (addon)`,
    `create table addon_element_period (
      addon_element ${integer} not null references addon_element,
      ${period},
      ${cost},
      primary key (addon_element, period)
    ) ${strict}`,
    `create table currency_rate (
      project ${integer} not null references project,
      currency ${integer} not null references currency,
      day text not null,
      numerator ${integer} not null check (numerator between 1 and 1000000000000),
      denominator ${integer} not null check (denominator between 1 and 1000000000000),
      primary key (project, currency, day)
    ) ${strict}`,

    `create table contact (
      id ${id},
      account ${integer} not null references account,
      name text not null,
      email text not null,
      phone text not null,
      unique (account, name, email, phone)
    ) ${strict}`,
    `alter table item add column parameters text not null default ''`,
    `drop index item_basket`,
    `create unique index item_basket on item (account, pricelist, period, parameters) where status = 'basket'`,

    `alter table project add column promocode_precedence text not null default 'click'
      check (promocode_precedence in ('click', 'code'))`,
    `alter table ledger add column expense ${integer} references expense`,
  ];
};
