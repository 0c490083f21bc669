// Sets the option `transport` before the script runs.
import { jsonp } from './jsonp.ts';

const before = window.billref as { ready?: unknown } | undefined;
if (!before?.ready) window.billref = Object.assign(before ?? [], { transport: jsonp }) as never;
