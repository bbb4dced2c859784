import type { S3Client } from '@aws-sdk/client-s3';
import { readTableFile, type TableFileOptions } from '../../steps/filter-orders/storage/read-table-file';
import { fileText } from './file-text';
import { namesCustomer } from './names-customer';

const LF = 0x0a;

/** Whether a file of the tables names the customer, in either format and of any size. */
export async function tableFileNames(s3: S3Client, file: TableFileOptions, customer: string): Promise<boolean> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const block of readTableFile(s3, file)) {
    const bytes = Buffer.concat([rest, block]);
    // No value of these files holds a line break.
    const end = bytes.lastIndexOf(LF) + 1;
    if (holdsName(bytes.subarray(0, end), customer)) return true;
    rest = bytes.subarray(end);
  }
  return holdsName(rest, customer);
}

function holdsName(lines: Buffer, customer: string): boolean {
  const text = fileText(lines);
  return text !== undefined && namesCustomer(text, customer);
}
