import { type Billref, type BillrefOptions, createBillref, type Status } from './index.ts';

/** What a component knows of the referral, and what it can do with it. */
export interface Referral {
  /** What became of the referral; `undefined` until that is known, and always on the server. */
  readonly status: Status | undefined;
  /** The click id that links to billing carry; `undefined` until `status` is known, and if none is held. */
  readonly clickId: string | undefined;
  /** The partner whose click it is; `undefined` until `status` is known, and if nobody is known. */
  readonly partner: string | undefined;
  /**
   * An address with the click, if it leads to billing. Links need no call, they are seen to when used; this is for
   * addresses that are shown, or handed to something else.
   */
  readonly decorate: (url: string | URL) => string;
  /**
   * Goes to a page of billing with the click. Does nothing on the server.
   *
   * @param url `billingUrl` by default
   */
  readonly go: (url?: string | URL) => void;
  /**
   * Says whether the visitor lets the site remember where they came from. It holds until the page is left, also for an
   * application that is mounted anew.
   *
   * @returns what became of the referral; on the server `failed` for `inert`
   */
  readonly consent: (given: boolean) => Promise<Status>;
}

/** The SDK's life in an application, and what its components are shown meanwhile. */
export interface FollowedReferral {
  /**
   * Begins; in a browser only.
   *
   * @returns what ends it: it may be begun again, as React's strict mode and hot reload do
   */
  readonly start: () => () => void;
  /** What a component is shown: the same object until there is something new. */
  readonly current: () => Referral;
  /** What a component is shown that takes over what the server has rendered: nothing that the server could not know. */
  readonly served: () => Referral;
  /** @returns what ends the subscription */
  readonly subscribe: (onChange: () => void) => () => void;
}

/** As a record, so that none can be forgotten. */
const outcomes: Readonly<Record<Status['status'], true>> = {
  registered: true,
  cached: true,
  'no-referral': true,
  rejected: true,
  failed: true,
  automation: true,
  'consent-needed': true,
};

// Of the page and not of the application, which may be unmounted and mounted anew: the visitor is the same.
let isGiven: boolean | undefined;
/** What became of it when it was said anew: an effect of a component of React's is run before its provider's. */
let said: Promise<Status> = Promise.resolve({ status: 'failed', reason: 'inert' });

/** Makes a referral that components of any framework can follow. Does nothing until it is started. */
export function followReferral(options: BillrefOptions): FollowedReferral {
  let billref: Billref | undefined;
  // The same functions for good: an effect that depends on one, and calls it, must not be run for what came of it.
  const deeds: Pick<Referral, 'go' | 'consent'> = {
    go: (url) => billref?.go(url),
    consent(given) {
      isGiven = given;
      return billref?.consent(given) ?? Promise.resolve().then(() => said);
    },
  };
  const decorate: Referral['decorate'] = (url) => billref?.decorate(url) ?? String(url);
  const show = (status: Status | undefined, decorateNow: Referral['decorate']): Referral => ({
    status,
    clickId: status && billref?.clickId(),
    partner: status && billref?.partner(),
    decorate: decorateNow,
    ...deeds,
  });
  const pending = show(undefined, decorate);
  // A part that is taken over late must not show an id of an earlier visit, which `pending` has by then.
  const lateServed = show(undefined, String);
  let referral = pending;
  const listeners = new Set<() => void>();

  const onOutcome = ({ detail }: CustomEventInit<Status>): void => {
    // Said by the one before this one.
    if (!detail || (detail.status === 'failed' && detail.reason === 'inert')) return;
    // A new function, so that what depends on it is made again with the new click.
    referral = show(detail, (url) => decorate(url));
    for (const onChange of listeners) onChange();
  };
  return {
    start() {
      billref = createBillref(options);
      if (isGiven !== undefined) said = billref.consent(isGiven);
      for (const status of Object.keys(outcomes)) addEventListener(`billref:${status}`, onOutcome);
      return () => {
        for (const status of Object.keys(outcomes)) removeEventListener(`billref:${status}`, onOutcome);
        billref?.destroy();
        billref = undefined;
        referral = pending;
      };
    },
    current: () => referral,
    served: () => (billref ? lateServed : pending),
    subscribe(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
  };
}
