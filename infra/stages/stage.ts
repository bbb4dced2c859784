import { z } from 'zod';
import { RULES } from '../../pipeline/rules';
import { TABLE_FORMATS } from '../../pipeline/table-format';
import { REGIONS, REGIONS_WITHOUT_BUDGETS, REGIONS_WITHOUT_HTTP_APIS } from './regions';

/** The days that CloudWatch Logs can keep a log: it takes no others. */
const LOG_DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

const days = z.number().int().min(1).max(3650);

const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const TAG_CHARACTERS = 'expected letters, digits, spaces and _ . : / = + - @, as AWS takes in tags';

const tagKey = z
  .string()
  .min(1)
  .max(128)
  .regex(TAG_TEXT, TAG_CHARACTERS)
  .refine(key => !/^aws:/i.test(key), 'expected no tag that begins with aws:, which are for AWS')
  .refine(key => key !== 'Pipeline' && key !== 'Stage', 'expected none of the tags Pipeline and Stage, which each stage has already');

const settings = z.strictObject({
  /** `prod` has the plain names; any other stage has them with its own name behind. */
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,19}$/, 'expected up to 20 lower-case letters, digits and hyphens, a letter first')
    .refine(name => !name.endsWith('-'), 'expected no hyphen at the end'),
  /** The account and the region that the stage is deployed to; any other is refused. @default - where the credentials point */
  account: z
    .string()
    .regex(/^\d{12}$/, 'expected the twelve digits of an account')
    .optional(),
  region: z.enum(REGIONS, { error: 'expected a region of the commercial partition (infra/stages/regions.ts)' }).optional(),
  /** On every resource, beside `Pipeline` and `Stage`, by which the budget and `npm run destroy` know what is ours. */
  tags: z.record(tagKey, z.string().regex(TAG_TEXT, TAG_CHARACTERS).max(256)).default({}),
  /** `keep`: no command removes data, and the stack is protected against deletion. `removable`: `npm run destroy -- --with-data` does; that flag is the second switch. */
  data: z.enum(['keep', 'removable']).default('keep'),
  logDays: z
    .number()
    .refine(value => LOG_DAYS.includes(value), `expected one of ${LOG_DAYS.join(', ')}: CloudWatch Logs keeps no other number of days`)
    .default(30),
  /** When things go, in days. Who is named in which prefix: docs/privacy.md. */
  lifecycle: z
    .strictObject({
      /** Uploads; what was made of one goes on counting. A deletion by people takes its orders along. @default - they stay */
      raw: days.optional(),
      /** Executions are gone from Step Functions after 90 days, so results that are older have no page that shows them. */
      enriched: days.default(90),
      quarantine: days.default(180),
      runs: days.default(400),
      accessLogs: days.default(90),
      /** Versions of objects that were replaced or deleted, in every prefix but `orders/`, where they go after a day. */
      formerVersions: days.default(30),
    })
    .prefault({}),
  filter: z
    .strictObject({
      dropStatuses: z
        .array(z.string().regex(/^[^,\sA-Z]+$/, 'expected a status in lower case'))
        .min(1)
        .default([...RULES.dropStatuses]),
      dropAfterDays: z.number().int().min(0).max(36_500).default(RULES.dropAfterDays),
      maxBadShare: z.number().min(0).max(1).default(RULES.maxBadShare),
      /** The most text that one upload may hold, in bytes, inflated. */
      maxBytes: z.number().int().min(1).default(RULES.maxBytes),
    })
    .prefault({}),
  /** The currency of the answers, ISO 4217. Without one it is that of the oldest upload that shows one. */
  currency: z
    .string()
    .regex(/^([A-Z]{3})?$/, 'expected three capital letters, such as EUR, or nothing')
    .default(''),
  /** `when needed`: no crawl while the table stands as it is declared. */
  crawl: z.enum(['always', 'when needed']).default('always'),
  /**
   * Seconds: uploads that are ready within so many share one set of queries; 0 for a set each. Ten: in AWS an upload takes a minute or two,
   * so five seconds more on average matter little, while a burst of any size costs a few sets.
   */
  together: z.number().int().min(0).max(900).default(10),
  /** Of the files in `processed/` and `dropped/`: people can open `csv`; Athena reads, and bills, a tenth of it in `parquet`. */
  format: z.enum(TABLE_FORMATS).default('csv'),
  /** A query that would read more is cancelled. Athena takes no less than 10 MB. */
  bytesCutoff: z
    .number()
    .int()
    .min(10_000_000)
    .default(10 * 1024 ** 3),
  /** The daily refresh. It cannot be left out: without it the answers stay those of the day of the last upload. */
  refresh: z
    .strictObject({
      /** When, in UTC, whose days the answers are of. */
      at: z
        .string()
        .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time of the day, such as 00:10')
        .default('00:10'),
    })
    .prefault({}),
  deploy: z
    .strictObject({
      /**
       * A new version of the state machine, and of the filter with it, gets this share of the executions (percent) for so many minutes,
       * and then all. An alarm in between puts the version before back. @default - all at once
       */
      canary: z.strictObject({ share: z.number().int().min(1).max(99), minutes: z.number().int().min(1).max(2100) }).optional(),
    })
    .prefault({}),
  dashboard: z
    .strictObject({
      /** Whether people may start, stop, redrive, dismiss and withdraw on its pages. */
      actions: z.boolean().default(false),
      /** Whether people may upload files by a page. */
      uploads: z.boolean().default(false),
      /** `private`: nothing inbound from the internet, people come through a tunnel. `internet`: HTTPS for everyone who knows the password. */
      access: z.enum(['private', 'internet']).default('private'),
      /** How the host reaches AWS. `endpoints`: no route to the internet at all. `public-address`: cheaper by some 11 dollars a month. */
      network: z.enum(['endpoints', 'public-address']).default('endpoints'),
      instanceType: z
        .string()
        .regex(/^[a-z]+\d+g[a-z]*\.[a-z0-9]+$/, 'expected an arm64 (Graviton) instance type such as t4g.micro')
        .default('t4g.micro'),
      /**
       * How people reach a private host. `instance-connect` costs nothing, and a connection lasts an hour at most; `session-manager`
       * takes an agent on the host, and with `endpoints` two more of them, some 15 dollars a month.
       */
      tunnel: z.enum(['instance-connect', 'session-manager']).default('instance-connect'),
      /** Zones for the host's network, by name: not every zone has every endpoint. @default - the region's first two */
      availabilityZones: z
        .array(z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, 'expected the name of a zone, such as eu-central-1a'))
        .length(2, 'expected two zones, since a load balancer takes no less')
        .optional(),
    })
    .prefault({}),
  operations: z
    .strictObject({
      /** Get every alarm, and a message for each execution that failed. Each address gets a mail with a link to confirm. */
      emails: z.array(z.email()).default([]),
      /** Gets the messages too, as `{"text": "…"}` by POST: Slack's incoming webhooks and most others. Everyone who has the address can post. */
      webhook: z.url({ protocol: /^https$/, error: 'expected an address that begins with https://' }).optional(),
      /** Whether new answers are a message, with the first rows of each. */
      answers: z.boolean().default(false),
      /** An alarm when there have been no new answers for so long; CloudWatch looks back a week at most. The daily refresh brings some. */
      noSuccessHours: z.number().int().min(1).max(168).default(26),
      /** A message when the month's cost is forecast to pass it. Not every region has budgets. @default - no budget */
      monthlyBudgetUsd: z.number().positive().optional(),
    })
    .prefault({}),
});

const schema = settings.superRefine((stage, { addIssue }) => {
  const { account, region, dashboard, operations } = stage;
  const refuse = (path: string[], message: string) => addIssue({ code: 'custom', path, message });
  if ((account === undefined) !== (region === undefined)) refuse([], 'expected account and region together, or neither');
  if (region !== undefined && operations.monthlyBudgetUsd !== undefined && REGIONS_WITHOUT_BUDGETS.includes(region)) {
    refuse(['operations', 'monthlyBudgetUsd'], `expected no budget in ${region}, where CloudFormation has no AWS::Budgets::Budget`);
  }
  if (region !== undefined && dashboard.access === 'internet' && REGIONS_WITHOUT_HTTP_APIS.includes(region)) {
    refuse(['dashboard', 'access'], `expected a private dashboard in ${region}, where CloudFormation has no AWS::ApiGatewayV2::Api`);
  }
  const zones = dashboard.availabilityZones ?? [];
  if (zones.length > 0 && region === undefined) {
    refuse(['dashboard', 'availabilityZones'], 'expected a region to be named too, since zones are of one region');
  } else if (zones.some(zone => zone.slice(0, -1) !== region)) {
    refuse(['dashboard', 'availabilityZones'], `expected zones of ${region}`);
  }
});

/** What a stage's file may say. */
export type StageSettings = z.input<typeof schema>;

/** A stage, checked and complete. */
export type Stage = z.output<typeof schema>;

export class InvalidStage extends Error {
  override readonly name = 'InvalidStage';
}

/** Checks a stage's settings. Throws `InvalidStage`, which names each wrong value and what was expected. */
export function defineStage(settings: StageSettings): Stage {
  const { data, error } = schema.safeParse(settings);
  if (data) return data;
  const wrong = error.issues.map(issue => `${issue.path.join('.') || 'the stage'}: ${reason(issue)}${got(settings, issue.path)}`);
  throw new InvalidStage(`stage ${settings.name}: ${wrong.join('; ')}`);
}

/** Of a key in a record zod says no more than that it is invalid; why stands inside. */
function reason(issue: z.core.$ZodIssue): string {
  return issue.code === 'invalid_key' ? issue.issues.map(({ message }) => message).join(', ') : issue.message;
}

function got(settings: unknown, path: readonly PropertyKey[]): string {
  if (path.length === 0) return '';
  const value = path.reduce<unknown>((node, key) => (isRecord(node) ? node[key] : undefined), settings);
  return `, got ${JSON.stringify(value) ?? 'nothing'}`;
}

function isRecord(node: unknown): node is Readonly<Record<PropertyKey, unknown>> {
  return typeof node === 'object' && node !== null;
}
