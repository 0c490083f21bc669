/** What some work of this process takes: seconds, seconds of the processor, and the most memory that it ever had. */
export async function measured(work) {
  const [start, before] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(before);
  return {
    seconds: rounded((performance.now() - start) / 1000),
    cpu_seconds: rounded((user + system) / 1e6),
    // Linux and macOS: kilobytes.
    peak_mb: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

/** As a figure is told. */
export const rounded = (number) => Number(number.toFixed(3));
