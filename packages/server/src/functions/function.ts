import type { AnswerElement } from '@billref/protocol';
import type { z } from 'zod';
import type { Logs } from '../log/logs.ts';
import type { Page } from '../pages/page.tsx';
import type { Session, SessionUser } from '../sessions/session.ts';
import type { Store } from '../store/open.ts';
import { PlatformError } from './platform-error.ts';
import { type RawParameters, readParameters } from './parameters.ts';

/** A request to a function. */
export interface Call {
  /** The function's name as it was asked for: `vhost.order` for `*.order`. */
  readonly func: string;
  readonly raw: RawParameters;
  readonly session: Session | undefined;
  readonly store: Store;
  readonly logs: Logs;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The path that was asked, which links on a page begin with: `/billmgr`. */
  readonly base: string;
  /** The `Referer` header. */
  readonly referer: string | undefined;
}

/** What a function answers. */
export interface Answer {
  /** What stands in the root element, for programs. */
  readonly doc: AnswerElement;
  /** What a browser shows. */
  readonly page?: Page;
  /** Where a browser goes instead. */
  readonly goTo?: string;
  /** The session to keep from now on; `null` ends it. */
  readonly token?: string | null;
}

/** One declaration of a function, from which its route, access and errors follow. */
interface Declaration<Schema extends z.ZodObject> {
  /** As the platform names it; `*` stands for a type of service. */
  readonly name: string;
  /** `client` needs somebody logged in for a client. */
  readonly access: 'public' | 'client';
  /** Whose pages may read the answer: any; those of the programs' sites; only billing's own. */
  readonly readableBy: 'anyone' | 'sites' | 'nobody';
  /** Whether saving needs a POST of billing's own pages, because it acts for whoever the cookie names. */
  readonly ownPost?: boolean;
  /** Whether these parameters log somebody in or out, which a page of a stranger may not do to a visitor. */
  readonly changesSession?: (raw: RawParameters) => boolean;
  readonly parameters: Schema;
  readonly run: (parameters: z.output<Schema>, call: Call) => Promise<Answer> | Answer;
  /** What a browser shows when the function has refused with an error; a plain page otherwise. */
  readonly refused?: (error: PlatformError, call: Call) => Promise<Page> | Page;
}

/** A function of the platform, ready to be called: its parameters are read by its own schema. */
export interface BillmgrFunction extends Omit<Declaration<z.ZodObject>, 'run'> {
  readonly answer: (call: Call) => Promise<Answer>;
}

/** Makes a function of its declaration. */
export function declare<Schema extends z.ZodObject>({ run, ...declaration }: Declaration<Schema>): BillmgrFunction {
  return { ...declaration, answer: async (call) => run(readParameters(declaration.parameters, call.raw), call) };
}

/** Somebody logged in for a client. */
export interface Client extends SessionUser {
  readonly account: number;
}

/** The client behind a call. */
export function clientOf({ session }: Call): Client {
  const user = session?.user;
  if (user?.account === undefined) throw new PlatformError('access', 'session', 'log in first');
  return { ...user, account: user.account };
}
