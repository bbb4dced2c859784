import { z } from 'zod';
import { jsonService } from '../endpoint/json-protocol';
import type { Service } from '../endpoint/service';
import { messageOf, ServiceError } from '../endpoint/service-error';
import type { EventBus } from './event-bus';
import { matches } from './pattern';

/**
 * EventBridge on the wire. `TestEventPattern` is AWS's own. `ListDeadLetters` and `ReplayDeadLetters` are the laptop's:
 * AWS puts dead letters into an SQS queue, for which the laptop has a folder.
 */
export function createEventsService(bus: Pick<EventBus, 'deadLetters' | 'replay'>): Service {
  return jsonService({
    name: 'events',
    target: 'AWSEvents',
    version: '1.1',
    operations: {
      TestEventPattern(input) {
        const { EventPattern, Event } = parse(z.object({ EventPattern: z.string(), Event: z.string() }), input);
        return { Result: matches(json('EventPattern', EventPattern), json('Event', Event)) };
      },
      ListDeadLetters: async () => ({ DeadLetters: await bus.deadLetters() }),
      async ReplayDeadLetters(input) {
        const { EventId } = parse(z.object({ EventId: z.string().optional() }), input);
        return { Replayed: await bus.replay(EventId) };
      },
    },
  });
}

function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (!result.success) throw new ServiceError('ValidationException', z.prettifyError(result.error));
  return result.data;
}

function json(field: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const code = field === 'EventPattern' ? 'InvalidEventPatternException' : 'ValidationException';
    throw new ServiceError(code, `${field} is not valid JSON: ${messageOf(error)}`);
  }
}
