import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { referralLink } from '@billref/protocol';
import { platform } from '../http/platform.ts';
import { type Listening, listen } from '../http/listen.ts';
import { type Logs, openLogs } from '../log/logs.ts';
import { maintain } from '../rewards/maintain.ts';
import { type Store, openStore } from '../store/open.ts';
import { addDemoData, type DemoData } from './demo-data.ts';
import { demoSite } from './site.ts';

/** A site and a billing backend that run. */
export interface Demo extends DemoData {
  readonly store: Store;
  readonly logs: Logs;
  readonly folder: string;
  /** The site's address, and the program's Website URL. */
  readonly site: string;
  readonly billing: string;
  /** The partner's link. */
  readonly link: string;
  close(): Promise<void>;
}

/** Starts the demo on two origins, with a store of its own that goes with it. */
export async function startDemo(ports: { site: number; billing: number }): Promise<Demo> {
  const folder = mkdtempSync(join(tmpdir(), 'billref-demo-'));
  const store = await openStore({ folder });
  const logs = openLogs(folder);
  const opened: Listening[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(opened.map((one) => one.close()));
    await logs.close();
    await store.destroy();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const backend = await listen(platform({ store, logs, onFailure: console.error }), ports.billing, 'localhost');
    opened.push(backend);
    const billing = `http://localhost:${String(backend.port)}/billmgr`;
    const front = await listen(demoSite(billing), ports.site, 'localhost');
    opened.push(front);
    const site = `http://localhost:${String(front.port)}/`;
    const now = Date.now();
    const data = await addDemoData(store, { site, now });
    await maintain({ store, logs }, { now });
    return {
      ...data,
      store,
      logs,
      folder,
      site,
      billing,
      link: referralLink(site, String(data.partner)),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
