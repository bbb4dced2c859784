import { z } from 'zod';
import { isTooDeep, TOO_DEEP } from '../endpoint/json-depth';
import { jsonService } from '../endpoint/json-protocol';
import type { Service } from '../endpoint/service';
import { messageOf, ServiceError } from '../endpoint/service-error';
import { ACCOUNT, REGION } from '../identity';
import type { Rule } from './event';
import type { EventBus } from './event-bus';
import { matches } from './pattern';

/** The one event bus that is here. */
const BUS = 'default';
/** The most that AWS lists at a time. */
const PAGE = 100;

const named = z.object({ Name: z.string().min(1).max(64), EventBusName: z.string().optional() });
const listing = z.object({
  NamePrefix: z.string().optional(),
  EventBusName: z.string().optional(),
  Limit: z.int().min(1).max(PAGE).optional(),
  NextToken: z.string().optional(),
});

/**
 * EventBridge on the wire. `TestEventPattern`, `ListRules` and `DescribeRule` are AWS's own. `ListDeadLetters` and `ReplayDeadLetters` are of local AWS alone:
 * AWS puts dead letters into an SQS queue, for which local AWS has a folder.
 */
export function createEventsService(bus: Pick<EventBus, 'rules' | 'deadLetters' | 'replay'>): Service {
  return jsonService({
    name: 'events',
    target: 'AWSEvents',
    version: '1.1',
    operations: {
      TestEventPattern(input) {
        const { EventPattern, Event } = parse(z.object({ EventPattern: z.string(), Event: z.string() }), input);
        return { Result: matches(json('EventPattern', EventPattern), json('Event', Event)) };
      },
      ListRules(input) {
        const { NamePrefix = '', EventBusName, Limit = PAGE, NextToken = '' } = parse(listing, input);
        onlyDefault(EventBusName);
        const found = bus.rules
          .filter(({ name }) => name.startsWith(NamePrefix) && name >= NextToken)
          .sort((a, b) => (a.name < b.name ? -1 : 1));
        const next = found[Limit];
        return { Rules: found.slice(0, Limit).map(describe), ...(next && { NextToken: next.name }) };
      },
      DescribeRule(input) {
        const { Name, EventBusName } = parse(named, input);
        onlyDefault(EventBusName);
        const rule = bus.rules.find(({ name }) => name === Name);
        if (!rule) throw new ServiceError('ResourceNotFoundException', `Rule ${Name} does not exist on EventBus ${BUS}.`);
        return { ...describe(rule), CreatedBy: ACCOUNT };
      },
      ListDeadLetters: async () => ({ DeadLetters: await bus.deadLetters() }),
      async ReplayDeadLetters(input) {
        const { EventId } = parse(z.object({ EventId: z.string().optional() }), input);
        return { Replayed: await bus.replay(EventId) };
      },
    },
  });
}

function onlyDefault(name: string = BUS): void {
  const known = name.replace(/^arn:.*:event-bus\//, '');
  if (known !== BUS) throw new ServiceError('ResourceNotFoundException', `Event bus ${name} does not exist.`);
}

function describe({ name, pattern }: Rule) {
  return {
    Name: name,
    Arn: `arn:aws:events:${REGION}:${ACCOUNT}:rule/${name}`,
    EventPattern: JSON.stringify(pattern),
    State: 'ENABLED',
    EventBusName: BUS,
  };
}

function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (!result.success) throw new ServiceError('ValidationException', z.prettifyError(result.error));
  return result.data;
}

function json(field: string, text: string): unknown {
  try {
    if (isTooDeep(text)) throw new Error(TOO_DEEP);
    return JSON.parse(text);
  } catch (error) {
    const code = field === 'EventPattern' ? 'InvalidEventPatternException' : 'ValidationException';
    throw new ServiceError(code, `${field} is not valid JSON: ${messageOf(error)}`);
  }
}
