/** Prints the figures as tables. */
export function show({ figures, within, bounds, machine }) {
  for (const [kind, { sizes, growth, beside_server }] of Object.entries(figures)) {
    console.log(`\nRuns on ${kind}, in seconds, beside bare inserts of the same rows; memory in MB`);
    console.table(Object.fromEntries(Object.entries(sizes).map(([size, measured]) => [size, inOneLine(measured)])));
    console.log('How much more an expense takes than of the smaller size');
    console.table(growth);
    const { expenses, clicks_per_second, seconds, without_run, with_run } = beside_server;
    console.log(`${clicks_per_second} clicks a second beside a run over ${expenses} expenses, which took ${seconds} s`);
    console.table({ without_run, with_run });
  }
  console.log(
    `On ${machine.cpus} processors, which ${machine.load_before} were waiting for before, and ${machine.load_after} after`,
  );
  console.log(`Within ${JSON.stringify(bounds)}`);
  console.table(within);
}

const inOneLine = ({ run, rows, bare, ratio_bare, ratio_bare_cpu, rerun }) => ({
  ...{ rewards: rows.referralprogram_reward, payments: rows.payment },
  ...{ seconds: run.seconds, cpu: run.cpu_seconds, memory: run.peak_mb },
  ...{ bare: bare.seconds, ratio: ratio_bare, ratio_cpu: ratio_bare_cpu ?? '' },
  ...{ again: rerun.seconds, changed: rerun.changed + rerun.changed_unremembered, anew: rerun.seconds_unremembered },
});
