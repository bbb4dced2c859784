/** Whether so many rows are bad that the file as a whole cannot be meant; exactly the share that is allowed passes. */
export function isTooBad({ quarantined, read }: { readonly quarantined: number; readonly read: number }, maxBadShare: number): boolean {
  // Divided, not multiplied: 29 / 100 is 0.29, but 0.29 * 100 is a little less than 29.
  return read > 0 && quarantined / read > maxBadShare;
}
