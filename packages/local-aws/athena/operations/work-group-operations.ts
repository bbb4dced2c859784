import * as z from 'zod';
import type { Operation } from '../../endpoint/json-protocol';
import { ENGINE_VERSION, resultConfiguration, type WorkGroup, type WorkGroups, workGroupConfiguration } from '../work-groups';
import { invalidRequest, page, pageFields, parse } from './input';

const name = z.string().regex(/^[a-zA-Z0-9._-]{1,128}$/);
const description = z.string().max(1024).optional();
const named = z.looseObject({ WorkGroup: name });
const creation = z.looseObject({ Name: name, Description: description, Configuration: workGroupConfiguration.optional() });
const updates = workGroupConfiguration.extend({
  RemoveBytesScannedCutoffPerQuery: z.boolean().optional(),
  ResultConfigurationUpdates: resultConfiguration
    .extend({ RemoveOutputLocation: z.boolean().optional(), RemoveEncryptionConfiguration: z.boolean().optional() })
    .optional(),
});
const change = z.looseObject({
  WorkGroup: name,
  Description: description,
  State: z.enum(['ENABLED', 'DISABLED']).optional(),
  ConfigurationUpdates: updates.optional(),
});

export function workGroupOperations(groups: WorkGroups, now: () => Date): Record<string, Operation> {
  return {
    async CreateWorkGroup(input) {
      const { Name, Description, Configuration = {} } = parse(creation, input);
      if (groups.get(Name)) throw invalidRequest('WorkGroup is already created', 'WORKGROUP_ALREADY_EXISTS');
      const configuration = {
        EnforceWorkGroupConfiguration: true,
        PublishCloudWatchMetricsEnabled: true,
        RequesterPaysEnabled: false,
        ...Configuration,
      };
      await groups.set({ name: Name, state: 'ENABLED', description: Description ?? '', configuration, created: now().getTime() });
    },
    GetWorkGroup(input) {
      return { WorkGroup: describe(workGroupOf(groups, parse(named, input).WorkGroup)) };
    },
    async UpdateWorkGroup(input) {
      const { WorkGroup: which, Description, State, ConfigurationUpdates = {} } = parse(change, input);
      const group = workGroupOf(groups, which);
      await groups.set({
        ...group,
        description: Description ?? group.description,
        state: State ?? group.state,
        configuration: updated(group.configuration, ConfigurationUpdates),
      });
    },
    async DeleteWorkGroup(input) {
      const { WorkGroup: which } = parse(named, input);
      if (which === 'primary') throw invalidRequest('The primary WorkGroup cannot be deleted');
      workGroupOf(groups, which);
      await groups.remove(which);
    },
    ListWorkGroups(input) {
      const { items, ...token } = page(groups.list(), parse(z.looseObject(pageFields), input));
      const summaries = items.map(group => ({
        Name: group.name,
        State: group.state,
        Description: group.description ?? '',
        CreationTime: group.created / 1000,
        EngineVersion: ENGINE_VERSION,
      }));
      return { WorkGroups: summaries, ...token };
    },
  };
}

export function workGroupOf(groups: WorkGroups, which: string): WorkGroup {
  const group = groups.get(which);
  if (!group) throw invalidRequest(`WorkGroup ${which} is not found.`, 'WORKGROUP_NOT_FOUND');
  return group;
}

function describe({ name: Name, state, description: Description = '', configuration, created }: WorkGroup) {
  return {
    Name,
    State: state,
    Description,
    Configuration: { ...configuration, EngineVersion: ENGINE_VERSION },
    CreationTime: created / 1000,
  };
}

function updated(previous: WorkGroup['configuration'], changes: z.infer<typeof updates>): WorkGroup['configuration'] {
  const { ResultConfigurationUpdates: results, RemoveBytesScannedCutoffPerQuery: unlimited, ...plain } = changes;
  const { BytesScannedCutoffPerQuery: cutoff, ...rest } = { ...previous, ...plain };
  const { OutputLocation, EncryptionConfiguration, ...others } = previous.ResultConfiguration ?? {};
  const location = results?.RemoveOutputLocation ? undefined : (results?.OutputLocation ?? OutputLocation);
  const encryption = results?.RemoveEncryptionConfiguration ? undefined : (results?.EncryptionConfiguration ?? EncryptionConfiguration);
  return {
    ...rest,
    ...(cutoff !== undefined && !unlimited && { BytesScannedCutoffPerQuery: cutoff }),
    ResultConfiguration: {
      ...others,
      ...(location !== undefined && { OutputLocation: location }),
      ...(encryption && { EncryptionConfiguration: encryption }),
    },
  };
}
