import { orderParamLink } from '@billref/sdk/order-links';

/** The billing platform; the demo's, unless the build says otherwise. */
export const BILLING: string =
  (import.meta.env.VITE_BILLING_URL as string | undefined) ?? 'http://localhost:8081/billmgr';

/** The Website URL of the referral program; of the demo's, likewise. */
export const WEBSITE: string = (import.meta.env.VITE_WEBSITE as string | undefined) ?? 'http://localhost:8080/';

/** For how many months a tariff is paid at a time. */
export type Period = 1 | 12;

export interface Tariff {
  readonly pricelist: number;
  readonly name: string;
  /** In euros, by the period in months. */
  readonly prices: Readonly<Record<Period, number>>;
  readonly about: string;
}

export const tariffs: readonly Tariff[] = [
  { pricelist: 1, name: 'Start', prices: { 1: 4.9, 12: 49 }, about: 'One site, 10 GB, mail for five people.' },
  {
    pricelist: 2,
    name: 'Business',
    prices: { 1: 12.9, 12: 129 },
    about: 'Ten sites, 50 GB, a copy of everything each night.',
  },
  {
    pricelist: 3,
    name: 'Pro',
    prices: { 1: 29.5, 12: 295 },
    about: 'As many sites as you like, 200 GB, your own cores.',
  },
];

/** Where a tariff is ordered. Nothing here knows of referrals. */
export const orderLink = (pricelist: number, period: Period): string =>
  orderParamLink(BILLING, { itemtype: 'vhost', pricelist, period, project: 1 });
