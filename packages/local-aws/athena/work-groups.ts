import { join } from 'node:path';
import * as z from 'zod';
import { createLock } from '../data-folder/lock';
import { type OnDamage, printDamage, readStateFile } from '../data-folder/state-file';
import { writeAtomically } from '../data-folder/write-atomically';

export const ENGINE_VERSION = { SelectedEngineVersion: 'Athena engine version 3', EffectiveEngineVersion: 'Athena engine version 3' };
/** The least that a cutoff can be, in bytes. */
const LEAST_CUTOFF = 10_000_000;

export const resultConfiguration = z.looseObject({
  OutputLocation: z
    .string()
    .regex(/^s3:\/\/[^/]+/, 'Member must be a location in S3, such as s3://bucket/folder/')
    .optional(),
  EncryptionConfiguration: z
    .looseObject({ EncryptionOption: z.enum(['SSE_S3', 'SSE_KMS', 'CSE_KMS']), KmsKey: z.string().optional() })
    .optional(),
});

export const workGroupConfiguration = z.looseObject({
  ResultConfiguration: resultConfiguration.optional(),
  EnforceWorkGroupConfiguration: z.boolean().optional(),
  PublishCloudWatchMetricsEnabled: z.boolean().optional(),
  BytesScannedCutoffPerQuery: z.int().min(LEAST_CUTOFF).optional(),
  RequesterPaysEnabled: z.boolean().optional(),
  EngineVersion: z.looseObject({ SelectedEngineVersion: z.string().optional() }).optional(),
});

const workGroup = z.object({
  name: z.string(),
  state: z.enum(['ENABLED', 'DISABLED']),
  description: z.string().optional(),
  configuration: workGroupConfiguration,
  /** Milliseconds since 1970. */
  created: z.number(),
});

const GROUPS = {
  kind: 'list of work groups',
  schema: z.array(workGroup),
  remedy: 'the work group primary alone is left; create the others again',
};

export type WorkGroup = z.infer<typeof workGroup>;

export interface WorkGroups {
  get(name: string): WorkGroup | undefined;
  list(): readonly WorkGroup[];
  set(group: WorkGroup): Promise<void>;
  remove(name: string): Promise<void>;
}

/** The work groups, in one file. `primary` is always there, as in every account. */
export async function openWorkGroups(directory: string, now: () => Date, onDamage: OnDamage = printDamage): Promise<WorkGroups> {
  const file = join(directory, 'work-groups.json');
  const groups = new Map<string, WorkGroup>();
  for (const group of readStateFile(file, GROUPS, onDamage) ?? []) groups.set(group.name, group);
  if (!groups.has('primary')) groups.set('primary', primary(now().getTime()));
  const inTurn = createLock();
  const save = () => inTurn(() => writeAtomically(file, JSON.stringify([...groups.values()], null, 2)));
  return {
    get: name => groups.get(name),
    list: () => [...groups.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    async set(group) {
      groups.set(group.name, group);
      await save();
    },
    async remove(name) {
      groups.delete(name);
      await save();
    },
  };
}

function primary(created: number): WorkGroup {
  return {
    name: 'primary',
    state: 'ENABLED',
    description: '',
    configuration: { EnforceWorkGroupConfiguration: false, PublishCloudWatchMetricsEnabled: true, RequesterPaysEnabled: false },
    created,
  };
}
