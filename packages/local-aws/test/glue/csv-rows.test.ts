import { Readable } from 'node:stream';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { csvOptions, plainRows } from '../../glue/crawl/csv-rows';

describe('rows without quotes', () => {
  it('are what csv-parse makes of them, wherever a chunk ends', async () => {
    const token = fc.constantFrom('a', 'é', '😀', ',', ';', '\n', '\r', '\r\n', ' ', '');
    await fc.assert(
      fc.asyncProperty(fc.array(token, { maxLength: 30 }), fc.boolean(), fc.integer({ min: 1, max: 7 }), async (tokens, mark, size) => {
        const bytes = Buffer.from((mark ? '\uFEFF' : '') + tokens.join(''));
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
          bytes.subarray(index * size, (index + 1) * size),
        );
        const rows: string[][] = [];
        for await (const batch of plainRows(Readable.from(chunks), ',')) rows.push(...batch);
        expect(rows).toEqual(parse(bytes, csvOptions({ delimiter: ',' })));
      }),
      { numRuns: 1000 },
    );
  });
});
