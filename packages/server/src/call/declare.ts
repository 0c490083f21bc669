import type { AnswerElement } from '@billref/protocol';
import type { z } from 'zod';
import type { Captcha } from '../captcha/captcha.ts';
import type { ClickLimits } from '../clicks/click-limits.ts';
import type { Logs } from '../log/logs.ts';
import type { Page } from '../pages/page.tsx';
import type { Session, SessionUser } from '../sessions/session.ts';
import type { Store } from '../store/open.ts';
import { type ErrorType, PlatformError } from './platform-error.ts';
import { type RawParameters, readParameters } from './parameters.ts';
import type { Lang } from './words.ts';

/** A request to a function. */
export interface Call {
  /** The function's name as it was asked for: `vhost.order` for `X.order`. */
  readonly func: string;
  readonly raw: RawParameters;
  readonly lang: Lang;
  readonly session: Session | undefined;
  readonly store: Store;
  readonly logs: Logs;
  readonly clickLimits: ClickLimits;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Billing's own origin, as browsers know it. */
  readonly origin: string;
  /** The path that was asked, which links on a page begin with: `/billmgr`. */
  readonly base: string;
  /** The `Referer` header. */
  readonly referer: string | undefined;
  /** The `User-Agent` header. */
  readonly agent: string | undefined;
  /** Whose address asks, as far as limits are concerned. */
  readonly network: string;
  /** Billing's own address as mail may name it: none where only the request says what it is. */
  readonly addressInMail: string | undefined;
  /** What new clients have to pass. */
  readonly captcha: Captcha | undefined;
}

/** What a function answers. */
export interface Answer {
  /** What stands in the root element, for programs. */
  readonly doc: AnswerElement;
  /** What a browser shows; without one it is `doc`, to read. */
  readonly page?: Page;
  /** Where a browser goes instead. */
  readonly goTo?: string;
  /** The session to keep from now on; `null` ends it. */
  readonly token?: string | null;
}

/** A call that stands in the reference, and that a test makes in every format. */
export interface Example {
  /** What it shows, in a few words. */
  readonly title: string;
  /** Who asks: nobody in particular, a client, the partner who brought that client, or the provider's staff. */
  readonly as?: 'client' | 'partner' | 'provider';
  readonly parameters: RawParameters;
}

/** One declaration of a function, from which its route, access, errors and reference follow. */
export interface Declaration<Schema extends z.ZodObject> {
  /** As the platform names it; `X` stands for a type of service. */
  readonly name: string;
  /** What it is for, in Markdown. */
  readonly about: string;
  /** `client` needs somebody logged in for a client, `provider` somebody of the provider's, `either` one of the two. */
  readonly access: 'public' | 'client' | 'provider' | 'either';
  /** Each described. */
  readonly parameters: Schema;
  /** What the answer holds, by element; an attribute is written `element@attribute`. */
  readonly answer: Readonly<Record<string, string>>;
  /** The errors beside those that parameters and access explain: type, object, when. */
  readonly errors?: readonly (readonly [type: ErrorType, object: string, when: string])[];
  readonly examples: readonly [Example, ...Example[]];
  /** Whose pages may read the answer: any; those of the programs' sites; only billing's own. */
  readonly readableBy: 'anyone' | 'sites' | 'nobody';
  /**
   * When it changes something, `always` or with `sok`: where only the cookie says who asks, that takes a POST of billing's
   * own pages. A function that says nothing changes nothing that is worth a forged request.
   */
  readonly changes?: 'always' | 'with sok';
  /** Whether these parameters log somebody in or out, which a page of a stranger may not do to a visitor. */
  readonly changesSession?: (raw: RawParameters) => boolean;
  readonly run: (parameters: z.output<Schema>, call: Call) => Promise<Answer> | Answer;
  /** What a browser shows when the function has refused with an error; a plain page otherwise. */
  readonly refused?: (error: PlatformError, call: Call) => Promise<Page> | Page;
}

/** A function of the platform, ready to be called: its parameters are read by its own schema. */
export interface BillmgrFunction extends Omit<Declaration<z.ZodObject>, 'run'> {
  readonly call: (call: Call) => Promise<Answer>;
}

/** Makes a function of its declaration. */
export function declare<Schema extends z.ZodObject>({ run, ...declaration }: Declaration<Schema>): BillmgrFunction {
  return { ...declaration, call: async (call) => run(readParameters(declaration.parameters, call.raw), call) };
}

/** Whoever is logged in, for a client or for the provider. */
export function userOf({ session }: Call): SessionUser {
  if (session?.user === undefined) throw notLoggedIn();
  return session.user;
}

/** Somebody logged in for a client. */
export interface Client extends SessionUser {
  readonly account: number;
}

/** The client behind a call. */
export function clientOf(call: Call): Client {
  const user = userOf(call);
  if (user.account === undefined)
    throw new PlatformError('access', 'account', {
      en: 'this is for clients; you are logged in for the provider',
      ru: 'это для клиентов, а вы вошли как сотрудник провайдера',
    });
  return { ...user, account: user.account };
}

/** The provider's staff behind a call. */
export function staffOf(call: Call): SessionUser {
  const user = userOf(call);
  if (user.account !== undefined)
    throw new PlatformError('access', 'account', {
      en: "this is for the provider's staff",
      ru: 'это для сотрудников провайдера',
    });
  return user;
}

const notLoggedIn = (): PlatformError =>
  new PlatformError('access', 'session', { en: 'log in first', ru: 'сначала войдите в систему' });
