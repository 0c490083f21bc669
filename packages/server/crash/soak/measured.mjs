import { readdir, readFile } from 'node:fs/promises';

/** What a process holds, by Linux's own account: megabytes of memory (its resident set), and open files. */
export async function measured(pid) {
  const [status, files] = await Promise.all([readFile(`/proc/${pid}/status`, 'utf8'), readdir(`/proc/${pid}/fd`)]);
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(status);
  return { megabytes: Math.round(kilobytes / 1024), files: files.length };
}
