import { once } from 'node:events';
import { oneAtATime } from '../src/store/one-at-a-time.ts';
import { openStore } from '../src/store/open.ts';

// A process that holds the lock of runs until it is killed, or its input ends, as when whoever started it is gone.
const { BILLREF_DIR: folder = '', DATABASE_URL: databaseUrl } = process.env;
const store = await openStore({ folder, databaseUrl });
await oneAtATime(store, async () => {
  process.stdout.write('held\n');
  await once(process.stdin.resume(), 'end');
});
await store.destroy();
