import { isClickId, isPartnerId, referralLink, websiteOf } from '@billref/protocol';
import type { Call } from '../call/declare.ts';
import { TooMany } from '../call/too-many.ts';
import type { RawParameters } from '../call/parameters.ts';
import { type Clicking, recordClick } from '../clicks/record-click.ts';
import { type KeptSession, noteArrival, startSession } from '../sessions/session.ts';
import { hashOfToken } from '../sessions/token.ts';
import { programsOfLandings } from '../store/programs.ts';
import type { Brought } from '../store/referrals.ts';

type Visit = Clicking & Pick<Call, 'raw'>;

const arrivalIn = ({ cntid = '', from = '' }: RawParameters) => ({
  sesid: isClickId(cntid) ? cntid : undefined,
  partner: isPartnerId(from) ? from : undefined,
});

/** Whether a request carries a click id or a partner. */
export function bringsArrival(raw: RawParameters): boolean {
  const { sesid, partner } = arrivalIn(raw);
  return sesid !== undefined || partner !== undefined;
}

/**
 * Keeps what a visit brought to billing, `cntid` or `from`, until the visitor registers or orders.
 *
 * @param address billing's own address, without the query
 * @returns the visitor's session; a new one if there was none
 */
export async function keepArrival(visit: Visit, session: KeptSession | undefined, address: URL): Promise<KeptSession> {
  const { sesid, partner } = arrivalIn(visit.raw);
  const { store, now } = visit;
  const kept = session ?? (await startSession(store, now));
  if (sesid !== undefined) await noteArrival(store, kept, { sesid }, now);
  if (partner !== undefined) await noteArrival(store, kept, await broughtByPartner(visit, kept, partner, address), now);
  return kept;
}

/**
 * A `from` on billing's own address is a click where that address is a program's Website URL (seed 000); anywhere else
 * it is the partner that a site named because it had no click id yet.
 */
async function broughtByPartner(visit: Visit, session: KeptSession, partner: string, address: URL): Promise<Brought> {
  const { store, now } = visit;
  const alone = { partner: Number(partner) };
  const landing = { website: websiteOf(address), partner: alone.partner, now };
  const [programs = []] = await programsOfLandings(store, [landing]);
  if (programs.length === 0) return alone;
  try {
    const { cntid } = await recordClick(visit, {
      p: referralLink(address.href, partner),
      // A reload is no new click. Made of the session's secret, so that nobody else can ask for this click's id.
      nonce: hashOfToken(`${session.token} ${partner}`),
      method: 'billing',
    });
    return cntid === undefined ? alone : { sesid: cntid };
  } catch (error) {
    // Where there are too many clicks, the visitor is let in, and the partner counts without one.
    if (error instanceof TooMany) return alone;
    throw error;
  }
}
