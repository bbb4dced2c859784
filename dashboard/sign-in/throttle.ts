export interface Throttle {
  /** Seconds until this address may try a password; 0 for now. */
  wait(address: string): number;
  failed(address: string): void;
  /** A right password clears the address: several people may share one. */
  succeeded(address: string): void;
}

export interface ThrottleOptions {
  /** Wrong passwords that one address may give within a window. */
  readonly perAddress?: number;
  /** Wrong passwords of all addresses within a window, past which each address has one attempt instead of `perAddress`. */
  readonly together?: number;
  readonly windowSeconds?: number;
  readonly now?: () => number;
}

/** Addresses that are remembered in a window. Past them, those that failed first are forgotten. */
const MOST_ADDRESSES = 10_000;

/**
 * Counts wrong passwords by address, in windows of time. An address without wrong passwords never has to wait: an attacker who guesses
 * from many addresses has one guess for each, and cannot lock out people who know the password.
 */
export function createThrottle({ perAddress = 5, together = 100, windowSeconds = 60, now = Date.now }: ThrottleOptions = {}): Throttle {
  let ends = 0;
  let total = 0;
  let failures = new Map<string, number>();

  function roll(): void {
    // A clock that was set back prolongs no window.
    if (Math.abs(ends - now()) <= windowSeconds * 1000 && now() < ends) return;
    ends = now() + windowSeconds * 1000;
    total = 0;
    failures = new Map();
  }

  return {
    wait(address) {
      roll();
      const allowed = total >= together ? 1 : perAddress;
      return (failures.get(networkOf(address)) ?? 0) >= allowed ? Math.max(1, Math.ceil((ends - now()) / 1000)) : 0;
    },
    failed(address) {
      roll();
      total += 1;
      const network = networkOf(address);
      failures.set(network, (failures.get(network) ?? 0) + 1);
      for (const first of failures.keys()) {
        if (failures.size <= MOST_ADDRESSES) break;
        failures.delete(first);
      }
    },
    succeeded(address) {
      failures.delete(networkOf(address));
    },
  };
}

/** One customer of a provider has a whole network of IPv6 addresses, of which the first four groups are the same. */
function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [before = '', after] = address.toLowerCase().split('::');
  const head = before === '' ? [] : before.split(':');
  const tail = after ? after.split(':') : [];
  const zeros = after === undefined ? [] : Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0');
  const groups = [...head, ...zeros, ...tail].slice(0, 4).map(group => group.replace(/^0+(?=.)/, ''));
  return groups.join(':');
}
