import { type Reads, UnknownPage } from './reads';

/** Which services of AWS do not answer at present. */
export interface Health {
  /** Null while all that was asked last was answered. */
  away(): Away | null;
}

export interface Away {
  readonly services: readonly string[];
  /** When the last of these answers came; when the first call failed where none ever came. */
  readonly since: Date;
}

interface Service {
  answeredAt: number | null;
  /** Since the last answer. */
  failedAt: number | null;
}

/** The same reads, observed: whether each service answers. */
export function observe(reads: Reads, now: () => number = Date.now): { readonly reads: Reads; readonly health: Health } {
  const services = new Map<string, Service>();

  async function observed<T>(name: string, call: Promise<T>, isAnswer: (error: unknown) => boolean): Promise<T> {
    const service = services.get(name) ?? { answeredAt: null, failedAt: null };
    services.set(name, service);
    try {
      const value = await call;
      Object.assign(service, { answeredAt: now(), failedAt: null });
      return value;
    } catch (error) {
      if (isAnswer(error)) Object.assign(service, { answeredAt: now(), failedAt: null });
      else service.failedAt ??= now();
      throw error;
    }
  }

  const states = <T>(call: Promise<T>) => observed('Step Functions', call, error => error instanceof UnknownPage);
  const storage = <T>(call: Promise<T>) => observed('S3', call, isAboutOneObject);
  return {
    reads: {
      listExecutions: options => states(reads.listExecutions(options)),
      describeExecution: name => states(reads.describeExecution(name)),
      readHistory: (name, limit) => states(reads.readHistory(name, limit)),
      readDetails: (name, limit) => states(reads.readDetails(name, limit)),
      readDefinition: name => states(reads.readDefinition(name)),
      openObject: key => storage(reads.openObject(key)),
      listKeys: options => storage(reads.listKeys(options)),
    },
    health: {
      away() {
        const failing = [...services].filter(([, { failedAt }]) => failedAt !== null);
        if (failing.length === 0) return null;
        const times = failing.map(([, { answeredAt, failedAt }]) => answeredAt ?? failedAt ?? now());
        return { services: failing.map(([name]) => name), since: new Date(Math.min(...times)) };
      },
    },
  };
}

/** S3 may refuse an object (archived, or encrypted with a deleted key): the service still answers. */
function isAboutOneObject(error: unknown): boolean {
  return error instanceof Error && ['AccessDenied', 'InvalidObjectState', 'KMS.DisabledException'].includes(error.name);
}
