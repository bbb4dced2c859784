import { createHash } from 'node:crypto';

/** Up to this many bytes every file system takes. */
const LONGEST = 120;

/** Names of devices, which Windows does not accept as file names, with any extension. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/;

/** A name that is safe as it stands in any file system is its own file name; any other is hashed. */
export function fileName(name: string): string {
  const plain = /^[a-z0-9][a-z0-9_-]*(\.[a-z0-9_-]+)*$/.test(name) && !DEVICE.test(name) && name.length <= LONGEST;
  return plain ? name : `~${createHash('sha256').update(name).digest('hex').slice(0, 40)}`;
}
