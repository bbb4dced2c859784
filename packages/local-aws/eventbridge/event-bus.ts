import { join } from 'node:path';
import { type OnDamage, printDamage } from '../data-folder/state-file';
import { messageOf, ServiceError } from '../endpoint/service-error';
import { type DeadLetter, openDeadLetters } from './dead-letters';
import type { BusEvent, Rule } from './event';
import { openOutbox } from './outbox';
import { compileRulePattern } from './pattern';

export interface EventBusOptions {
  /** Holds `outbox/` and `dead-letters/`. */
  readonly directory: string;
  readonly rules: readonly Rule[];
  /** How often and how soon a failed delivery is tried again; each wait, in milliseconds, is twice the one before. */
  readonly retry?: { readonly attempts: number; readonly firstWait: number; readonly longestWait: number };
  readonly onDeadLetter?: (letter: DeadLetter) => void;
  readonly now?: () => Date;
  /** Called with files that could not be read. */
  readonly onDamage?: OnDamage;
}

export interface EventBus {
  /** Resolves when the event is safe on disk for every rule that it matches; it is then delivered at least once, in the background. */
  put(event: BusEvent): Promise<void>;
  readonly rules: readonly Rule[];
  /** Oldest first. */
  deadLetters(): Promise<DeadLetter[]>;
  /** Delivers the dead letters of one event again, or all of them. @returns how many. @throws `ResourceNotFoundException` for an unknown event */
  replay(eventId?: string): Promise<number>;
  /** Forgets dead letters that are older, in days. Gives how many. */
  retain(retention: { readonly deadLetterDays: number }): Promise<number>;
  /** Resolves when nothing is on its way. */
  idle(): Promise<void>;
  /** Ends the delivery that is under way; what is left is delivered by the next bus in this folder. */
  close(): Promise<void>;
}

const RULE_NAME = /^[.\-_A-Za-z0-9]{1,64}$/;

/**
 * Rules on events, as EventBridge has them: at least once, first attempts in the order of arrival, retries out of order.
 * @throws `InvalidEventPatternException`, `ValidationException` for a rule that EventBridge would refuse
 */
export async function createEventBus({
  directory,
  rules,
  retry = { attempts: 6, firstWait: 200, longestWait: 10_000 },
  onDeadLetter = () => {},
  now = () => new Date(),
  onDamage = printDamage,
}: EventBusOptions): Promise<EventBus> {
  const compiled = rules.map(compileRule);
  const ruleByName = new Map(rules.map(rule => [rule.name, rule]));
  const outbox = await openOutbox(join(directory, 'outbox'), now, onDamage);
  const letters = await openDeadLetters(join(directory, 'dead-letters'), onDamage);

  // Only names are kept in memory, so a long queue costs next to nothing.
  const queue = [...outbox.left];
  const onTheirWay = new Set(queue);
  const failures = new Map<string, number>();
  const timers = new Set<NodeJS.Timeout>();
  const waiting: (() => void)[] = [];
  let closed = false;
  let working: Promise<void> | undefined;

  work();
  return {
    rules,
    async put(event) {
      for (const { rule, matches } of compiled) if (matches(event)) send(await outbox.add({ rule: rule.name, event }));
    },
    deadLetters: () => letters.list(),
    async replay(eventId) {
      const chosen = (await letters.list()).filter(({ event }) => eventId === undefined || event.id === eventId);
      if (eventId !== undefined && chosen.length === 0)
        throw new ServiceError('ResourceNotFoundException', `No dead letter holds an event with the id ${eventId}`);
      for (const letter of chosen) {
        const name = await outbox.add({ rule: letter.rule, event: letter.event });
        // Before it is sent: if it fails again, its new letter has the same name.
        await letters.remove(letter);
        send(name);
      }
      return chosen.length;
    },
    async retain({ deadLetterDays }) {
      const oldest = new Date(now().getTime() - deadLetterDays * 86_400_000).toISOString();
      const old = (await letters.list()).filter(({ at }) => at < oldest);
      for (const letter of old) await letters.remove(letter);
      return old.length;
    },
    idle: () => (onTheirWay.size === 0 ? Promise.resolve() : new Promise(resolve => waiting.push(resolve))),
    async close() {
      closed = true;
      for (const timer of timers) clearTimeout(timer);
      await working;
    },
  };

  function send(name: string): void {
    onTheirWay.add(name);
    queue.push(name);
    work();
  }

  function work(): void {
    if (queue.length > 0 && !closed) working ??= drain();
  }

  async function drain(): Promise<void> {
    for (let name = queue.shift(); name !== undefined && !closed; name = queue.shift()) await attempt(name).catch(() => end(name));
    working = undefined;
  }

  /** A delivery of which nothing can be written stays in the outbox for the next start. */
  async function attempt(name: string): Promise<void> {
    const delivery = outbox.read(name);
    if (!delivery) return end(name);
    const { rule, event } = delivery;
    try {
      const target = ruleByName.get(rule);
      if (!target) throw new ServiceError('ResourceNotFoundException', `Rule ${rule} does not exist`);
      await target.deliver(event);
    } catch (error) {
      // Closing the bus may be the cause of this failure: the next bus delivers the event.
      if (closed) return;
      const failed = (failures.get(name) ?? 0) + 1;
      if (failed < retry.attempts && ruleByName.has(rule)) return again(name, failed);
      const letter = deadLetter(rule, event, error, failed - 1);
      await letters.add(letter);
      onDeadLetter(letter);
    }
    await outbox.remove(name);
    end(name);
  }

  function again(name: string, failed: number): void {
    failures.set(name, failed);
    const wait = Math.min(retry.firstWait * 2 ** (failed - 1), retry.longestWait);
    const timer = setTimeout(() => {
      timers.delete(timer);
      send(name);
    }, wait);
    timers.add(timer);
  }

  function end(name: string): void {
    failures.delete(name);
    onTheirWay.delete(name);
    if (onTheirWay.size === 0) for (const resolve of waiting.splice(0)) resolve();
  }

  function deadLetter(rule: string, event: BusEvent, error: unknown, retryAttempts: number): DeadLetter {
    const errorCode = error instanceof ServiceError ? error.code : error instanceof Error ? error.name : 'Error';
    const errorMessage = messageOf(error);
    return {
      rule,
      errorCode,
      errorMessage,
      exhaustedRetryCondition: 'MaximumRetryAttempts',
      retryAttempts,
      at: now().toISOString(),
      event,
    };
  }
}

function compileRule(rule: Rule) {
  if (!RULE_NAME.test(rule.name))
    throw new ServiceError(
      'ValidationException',
      `Value '${rule.name}' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: ${RULE_NAME.source}`,
    );
  return { rule, matches: compileRulePattern(rule.pattern) };
}
