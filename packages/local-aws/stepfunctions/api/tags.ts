import { z } from 'zod';
import type { Operation } from '../../endpoint/json-protocol';
import { ServiceError } from '../../endpoint/service-error';
import { stateMachineArn } from '../../identity';
import type { MachineStore, StoredMachine } from '../store/machine-store';
import { arnSchema, parseRequest } from './request';

export const tagsSchema = z.array(z.object({ key: z.string().min(1).max(128), value: z.string().max(256) }));

export function tagOperations(machines: MachineStore): Record<string, Operation> {
  const find = (arn: string): StoredMachine => {
    const machine = machines.list().find(({ name }) => stateMachineArn(name) === arn);
    if (!machine) throw new ServiceError('ResourceNotFound', `Resource not found: '${arn}'`, 400, { resourceName: arn });
    return machine;
  };
  return {
    async TagResource(request) {
      const { resourceArn, tags } = parseRequest(z.object({ resourceArn: arnSchema, tags: tagsSchema }), request);
      const machine = find(resourceArn);
      const values = new Map([...machine.tags, ...tags].map(({ key, value }) => [key, value]));
      await machines.put({ ...machine, tags: [...values].map(([key, value]) => ({ key, value })) });
      return {};
    },
    async UntagResource(request) {
      const { resourceArn, tagKeys } = parseRequest(z.object({ resourceArn: arnSchema, tagKeys: z.array(z.string()) }), request);
      const machine = find(resourceArn);
      await machines.put({ ...machine, tags: machine.tags.filter(({ key }) => !tagKeys.includes(key)) });
      return {};
    },
    ListTagsForResource: request => ({ tags: find(parseRequest(z.object({ resourceArn: arnSchema }), request).resourceArn).tags }),
  };
}
