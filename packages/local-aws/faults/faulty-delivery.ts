import type { Clock } from '../clock/clock';
import type { BusEvent } from '../eventbridge/event';
import type { DeliveryFault } from './fault';
import { matchesGlob } from './glob';
import { isDelivery, type Turn } from './injector';

/** Events that come twice, late, again later, or never. */
export function faultyDelivery(
  put: (event: BusEvent) => Promise<void>,
  turn: Turn,
  clock: Clock,
  closed: AbortSignal,
): (event: BusEvent) => Promise<void> {
  const later = (fault: DeliveryFault, event: BusEvent) => {
    clock.sleep(fault.seconds * 1000, closed).then(
      () => put(event),
      () => {},
    );
  };
  return async event => {
    const fault = turn(isDelivery, fault => fits(fault, event));
    if (fault?.fault === 'lost') return;
    if (fault?.fault === 'late') return later(fault, event);
    await put(event);
    if (fault?.fault === 'twice') await put(event);
    if (fault?.fault === 'replayed') later(fault, event);
  };
}

function fits({ key, detailType }: DeliveryFault, event: BusEvent): boolean {
  if (detailType !== undefined && event['detail-type'] !== detailType) return false;
  if (key === undefined) return true;
  const { object } = event.detail;
  return typeof object === 'object' && object !== null && 'key' in object && matchesGlob(key, String(object.key));
}
