export interface Throttle {
  /** Seconds until this address may try again; 0 for now. */
  wait(address: string): number;
  failed(address: string): void;
}

export interface ThrottleOptions {
  /** Wrong passwords that one address may give within a window. */
  readonly perAddress?: number;
  /** Wrong passwords that all addresses may give together: someone with many addresses does not get further either. */
  readonly together?: number;
  readonly windowSeconds?: number;
  readonly now?: () => number;
}

/** Counts wrong passwords in windows of time. Forgets every window when it ends, so that its memory is bounded by `together`. */
export function createThrottle({ perAddress = 5, together = 100, windowSeconds = 60, now = Date.now }: ThrottleOptions = {}): Throttle {
  let ends = 0;
  let total = 0;
  let failures = new Map<string, number>();

  function roll(): void {
    if (now() < ends) return;
    ends = now() + windowSeconds * 1000;
    total = 0;
    failures = new Map();
  }

  return {
    wait(address) {
      roll();
      const isOver = total >= together || (failures.get(address) ?? 0) >= perAddress;
      return isOver ? Math.max(1, Math.ceil((ends - now()) / 1000)) : 0;
    },
    failed(address) {
      roll();
      total += 1;
      failures.set(address, (failures.get(address) ?? 0) + 1);
    },
  };
}
