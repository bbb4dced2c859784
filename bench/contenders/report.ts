/** Tells the bench what a contender did, as one line of JSON. */
export function report(facts: { readonly kept: number; readonly spent?: Readonly<Record<string, number>> }): void {
  console.log(JSON.stringify({ ...facts, peakBytes: process.resourceUsage().maxRSS * 1024 }));
}
