import type { Click } from '../store/schema.ts';

const DAY = 86_400_000;

/** How long after a click its partner may still get the referral. */
const CLICK_WINDOW = 90 * DAY;

/** A click without a partner waits only for a registration that names one, so it is kept for a short time. */
const PARTNERLESS_WINDOW = 7 * DAY;

/** What a visitor brought to billing: a click id, a partner, or both. */
export interface Arrival {
  readonly sesid?: string | undefined;
  /** The click of that id, if the platform knows it. */
  readonly click?: Click | undefined;
  readonly partner?: number | undefined;
}

/** A program in which a partner takes part. */
export interface Enrolment {
  readonly partner: number;
  readonly program: number;
  readonly project: number;
  readonly website: string;
  readonly open: boolean;
}

/** Who gets the referral. */
interface Attribution {
  readonly partner: number;
  readonly program: number;
  /** The click that proves it, if there was one. */
  readonly click: Click | undefined;
  /** Whether the click's row is to be marked with the referral: not if it has been, by an earlier registration. */
  readonly claimsClick: boolean;
}

/** Something a visitor brought that did not decide, and why. */
interface Passed {
  readonly partner: number | undefined;
  readonly sesid: string | undefined;
  readonly reason:
    | 'unknown-click'
    | 'expired-click'
    | 'click-without-partner'
    | 'not-enrolled'
    | 'self-referral'
    | 'another-click-first'
    | 'another-click-last'
    | 'click-beats-partner'
    | 'click-beats-code'
    | 'code-beats-click'
    | 'code-beats-partner';
}

/** The outcome: at most one partner, and what became of everything else. */
export interface Verdict {
  readonly attribution: Attribution | undefined;
  readonly passed: readonly Passed[];
}

interface Claim {
  readonly partner: number;
  readonly program: number;
  readonly click: Click | undefined;
  readonly sesid: string | undefined;
}

/**
 * Decides which partner a new referral belongs to. A click beats a partner alone; among clicks the first or the last
 to reach billing
 * wins, as the provider set it; a partner alone completes a click that has none. A promo code beats a partner alone, and a
 * click as the provider set it. Nothing here can fail a registration: what cannot count is passed over with its reason.
 *
 * @param code whose promo code came along, and in which program
 * @param account the referral's own account
 * @param arrivals in the order in which they reached billing
 * @param enrolments the programs of every partner that could be meant, the earliest first
 */
export function attribute({
  account,
  arrivals,
  enrolments,
  code,
  setting,
  precedence = 'click',
  now,
}: {
  readonly account: number;
  readonly arrivals: readonly Arrival[];
  readonly enrolments: readonly Enrolment[];
  readonly code?: { readonly partner: number; readonly program: number } | undefined;
  readonly setting: 'first' | 'last';
  readonly precedence?: 'click' | 'code';
  readonly now: number;
}): Verdict {
  const passed: Passed[] = [];
  const pass = (what: { partner?: number | undefined; sesid?: string | undefined }, reason: Passed['reason']): void => {
    passed.push({ partner: what.partner, sesid: what.sesid, reason });
  };

  const clicks: Claim[] = [];
  const partnerless: Click[] = [];
  const alone: Claim[] = [];
  const claim = (partner: number, program: number | undefined, click: Click | undefined): Claim | undefined => {
    const sesid = click?.sesid;
    if (partner === account) pass({ partner, sesid }, 'self-referral');
    else if (program === undefined) pass({ partner, sesid }, 'not-enrolled');
    else return { partner, program, click, sesid };
    return undefined;
  };

  for (const [sesid, click] of new Map(arrivals.map((arrival) => [arrival.sesid, arrival.click]))) {
    if (sesid === undefined) continue;
    if (click === undefined) pass({ sesid }, 'unknown-click');
    else if (now - click.cdate > (click.referer_account === null ? PARTNERLESS_WINDOW : CLICK_WINDOW))
      pass({ sesid, partner: click.referer_account ?? undefined }, 'expired-click');
    else if (click.referer_account === null) partnerless.push(click);
    else {
      const partner = click.referer_account;
      const program = enrolments.find((place) => place.partner === partner && place.program === click.referralprogram);
      const made = claim(partner, program?.program, click);
      if (made !== undefined) clicks.push(made);
    }
  }

  const [completed, ...spare] = partnerless;
  for (const partner of new Set(arrivals.map((arrival) => arrival.partner))) {
    if (partner === undefined) continue;
    const places = enrolments.filter((place) => place.partner === partner && place.open);
    const place = places.find(({ website }) => website === completed?.site) ?? places[0];
    const made = claim(partner, place?.program, undefined);
    if (made !== undefined) alone.push(made);
  }

  // By their order at billing and not by the time in their ids: an old id could be held back, and handed to a visitor
  // whom somebody else brought.
  const winningClick = setting === 'first' ? clicks[0] : clicks.at(-1);
  const winningPartner = setting === 'first' ? alone[0] : alone.at(-1);
  const byCode = code && claim(code.partner, code.program, undefined);
  // A code of the partner whose click counts anyway decides nothing.
  const codeWins =
    byCode !== undefined &&
    byCode.partner !== winningClick?.partner &&
    (winningClick === undefined || precedence === 'code');
  const winner = codeWins ? byCode : (winningClick ?? winningPartner);
  const completes = winner !== undefined && winner === winningPartner;
  const proof = completes ? completed : winner?.click;

  for (const loser of [...clicks, ...alone, ...(byCode ? [byCode] : [])]) {
    if (loser === winner || loser.partner === winner?.partner) continue;
    const byClick = loser.click !== undefined;
    if (codeWins) pass(loser, byClick ? 'code-beats-click' : 'code-beats-partner');
    else if (loser === byCode) pass(loser, 'click-beats-code');
    else if (winningClick !== undefined && !byClick) pass(loser, 'click-beats-partner');
    else pass(loser, setting === 'first' ? 'another-click-first' : 'another-click-last');
  }
  const unused = completes ? spare : [completed, ...spare];
  for (const click of unused) if (click !== undefined) pass({ sesid: click.sesid }, 'click-without-partner');

  return {
    attribution: winner && {
      partner: winner.partner,
      program: winner.program,
      click: proof,
      claimsClick: proof?.referral_account === null,
    },
    passed,
  };
}
