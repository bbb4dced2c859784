import type { Clock } from '../clock/clock';
import type { Service } from '../endpoint/service';
import type { BusEvent } from '../eventbridge/event';
import type { CrawlFault } from '../glue/crawling';
import type { InvocationPlan } from '../lambda/sandboxes';
import type { CrawlingFault, DeliveryFault, Fault, FaultFile, InvocationFault, QueryFault, WireFault } from './fault';
import { faultyDelivery } from './faulty-delivery';
import { faultyService } from './faulty-service';
import { matchesGlob } from './glob';
import { OPERATIONS } from './operation-of';
import { FaultFileError } from './read-faults';

/** A fault that has its turn. */
export type Turn = <F extends Fault>(is: (fault: Fault) => fault is F, fits: (fault: F) => boolean) => F | undefined;

export interface Faults {
  /** Wraps a service, so that calls fail on the wire. Throws `FaultFileError` for a fault in an operation that the service does not have. */
  service(service: Service): Service;
  /** Throws `FaultFileError` for a fault in a function of another name. */
  checkFunctions(names: readonly string[]): void;
  /** For `createGlue`: what the next crawl does otherwise. */
  nextCrawl(): CrawlFault | undefined;
  /** For `createAthena`: what a query does otherwise. */
  nextQuery(sql: string): QueryFault | undefined;
  /** For `createLambda`: what an invocation does otherwise. */
  nextInvocation(name: string): InvocationPlan | undefined;
  /** Wraps the way to the event bus. */
  delivery(put: (event: BusEvent) => Promise<void>): (event: BusEvent) => Promise<void>;
  /** Faults that have not acted as often as they are to, by their numbers in the file. */
  left(): readonly number[];
  /** More faults, behind those that are there and numbered on. */
  add(file: FaultFile): void;
  /** No fault acts any more. */
  clear(): void;
  close(): void;
}

export interface InjectorOptions {
  readonly clock: Clock;
  /** Told of each fault that acts. */
  readonly onFault?: (message: string) => void;
}

/** Faults by their turns. Of several that fit a call the first in the file acts, and the others do not count it. */
export function injectFaults(file: FaultFile, { clock, onFault = () => {} }: InjectorOptions): Faults {
  const closed = new AbortController();
  const counts: { readonly fault: Fault; skipped: number; acted: number }[] = [];
  const add = ({ faults }: FaultFile) => void counts.push(...faults.map(fault => ({ fault, skipped: 0, acted: 0 })));
  add(file);
  const turn: Turn = (is, fits) => {
    for (const [index, count] of counts.entries()) {
      const { fault } = count;
      if (!is(fault) || !fits(fault) || (fault.times !== 'always' && count.acted >= fault.times)) continue;
      if (count.skipped < fault.after) {
        count.skipped += 1;
        continue;
      }
      count.acted += 1;
      onFault(`fault ${index + 1}: ${fault.service} ${fault.fault}`);
      return fault;
    }
    return undefined;
  };
  const wrong = (index: number, field: string, expected: string, got: string) =>
    new FaultFileError(
      `${file.path ?? 'The list of faults'} cannot be used: fault ${index + 1}.${field}: expected one of ${expected}; got ${JSON.stringify(got)}`,
    );
  return {
    service(service) {
      const known = service.operations ?? OPERATIONS[service.name] ?? [];
      for (const [index, { fault }] of counts.entries()) {
        if (!isWire(fault) || fault.service !== service.name || fault.operation === undefined) continue;
        if (!known.includes(fault.operation)) throw wrong(index, 'operation', `${known.toSorted().join(', ')}`, fault.operation);
      }
      return faultyService(service, turn, clock, closed.signal);
    },
    checkFunctions(names) {
      for (const [index, { fault }] of counts.entries()) {
        if (!isInvocation(fault) || fault.function === undefined) continue;
        const { function: pattern } = fault;
        if (!names.some(name => matchesGlob(pattern, name))) throw wrong(index, 'function', names.join(', '), pattern);
      }
    },
    nextCrawl: () => turn(isCrawling, () => true),
    nextQuery: sql => turn(isQuery, ({ contains }) => contains === undefined || sql.includes(contains)),
    nextInvocation(name) {
      const found = turn(isInvocation, fault => fault.function === undefined || matchesGlob(fault.function, name));
      return found && { fault: found.fault, milliseconds: found.seconds * 1000 };
    },
    delivery: put => faultyDelivery(put, turn, clock, closed.signal),
    left: () => counts.flatMap(({ fault, acted }, index) => (fault.times !== 'always' && acted < fault.times ? [index + 1] : [])),
    add,
    clear: () => void counts.splice(0),
    close: () => closed.abort(),
  };
}

const isCrawling = (fault: Fault): fault is CrawlingFault => fault.fault === 'crawl';
const isQuery = (fault: Fault): fault is QueryFault => fault.fault === 'query';
const isInvocation = (fault: Fault): fault is InvocationFault => ['crash', 'timeout', 'coldStart'].includes(fault.fault);
export const isDelivery = (fault: Fault): fault is DeliveryFault => ['twice', 'late', 'lost', 'replayed'].includes(fault.fault);
export const isWire = (fault: Fault): fault is WireFault => ['throttle', 'internalError', 'slowDown', 'slow', 'cut'].includes(fault.fault);
