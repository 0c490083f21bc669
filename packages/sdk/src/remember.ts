import { isClickId } from '@billref/protocol';
import type { Landing } from './landing.ts';
import { attempt } from './lib/attempt.ts';
import { readItem, writeItem } from './lib/storage.ts';

/** The vendor's key (seed 000), with the bare id: a site that switches, either way, keeps its visitors' clicks. */
const ID = 'bill_cntid';
/** Ours, in JSON: what is known of the click whose id is held. */
const CLICK = 'billref';

/** A click that this SDK registered and holds. */
export interface HeldClick extends Landing {
  readonly id: string;
  /** When it was stored, in milliseconds since 1970. */
  readonly at: number;
  /** The last landing that was registered after it and did not displace it. */
  readonly later?: Landing;
}

/** The held click id, whoever stored it. */
export function heldId(): string | undefined {
  const id = readItem(ID);
  return id !== undefined && isClickId(id) ? id : undefined;
}

/** The held click; `undefined` if the held id is not ours but, say, of the vendor's script. */
export function heldClick(): HeldClick | undefined {
  const click = attempt(() => JSON.parse(readItem(CLICK) ?? '') as HeldClick | null);
  return click?.id && click.id === heldId() ? click : undefined;
}

/** Whether a landing was registered before. */
export const isKnown = (click: HeldClick, landing: Landing): boolean =>
  [click, click.later].some((known) => known?.partner === landing.partner && known.p === landing.p);

/** Stores a click, in place of any other. */
export function remember(click: HeldClick): void {
  writeItem(ID, click.id);
  writeItem(CLICK, JSON.stringify(click));
}
