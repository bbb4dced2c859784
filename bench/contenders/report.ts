/** Tells the bench what a contender did, as one line of JSON. */
export function report(facts: { readonly kept: number; readonly spent?: Readonly<Record<string, number>> }): void {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  console.log(JSON.stringify({ ...facts, peakBytes: maxRSS * 1024, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6 }));
}
