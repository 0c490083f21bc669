const NAMES = {
  bare_express: 'bare Express, a constant',
  insert_each: 'Express, a durable insert each',
  sqlite: 'billref on SQLite',
  sqlite_at_80_percent: '  at 80 % of that, steadily',
  sqlite_stored: '  with the stored clicks',
  postgres_one_process: 'billref on PostgreSQL, shared processors',
  postgres_two_processes: '  two processes',
};

/** Prints the figures as tables. */
export function show({ figures, within, bounds, connections, stored, memory_mb, cold_start_ms, machine, ...reached }) {
  console.log(`\nClicks over ${connections} connections; ${stored} are stored where it says so`);
  console.table(
    Object.fromEntries(
      Object.entries(figures).map(([name, { per_second, p50_ms, p99_ms, longest_ms }]) => [
        NAMES[name],
        { per_second, p50_ms, p99_ms, longest_ms },
      ]),
    ),
  );
  console.log(
    `First answer ${cold_start_ms} ms after the start; memory ${memory_mb.before} MB, then ${memory_mb.after}`,
  );
  console.log(
    `On ${machine.cpus} processors, server and clicks ${machine.pinned ? 'on one each' : 'wherever they were put'}; ` +
      `load ${machine.load_before} before, ${machine.load_after} after`,
  );
  console.table(
    Object.fromEntries(
      Object.keys(bounds).map((name) => [name, { reached: reached[name], goal: bounds[name], within: within[name] }]),
    ),
  );
}
