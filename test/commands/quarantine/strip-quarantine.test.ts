import { stripQuarantine } from '../../../commands/quarantine/strip-quarantine';
import { filterText } from '../../steps/filter-orders/run-filter';

const ADDED = 'line,column,rule,value,reason';

async function strip(text: string): Promise<string> {
  let stripped = '';
  for await (const line of stripQuarantine(chunksOf(text))) stripped += line;
  return stripped;
}

async function* chunksOf(text: string) {
  yield Buffer.from(text.slice(0, 20));
  yield Buffer.from(text.slice(20));
}

it('gives back the rows of an upload as they came, under its header', async () => {
  const header = 'order_id,"a,b",Customer,Amount,Status,Order Date';
  const bad = ' O1 ,"x ""y""","a\nb",one,\\,2025-01-01';
  const { quarantine = '' } = filterText(`${header}\n${bad}\n`);
  expect(await strip(quarantine)).toBe(`${header}\n${bad.replace(',\\,', ',"\\",')}\n`);
});

it.each([
  ['a byte order mark and CRLF', `\ufeffOrderID,${ADDED}\r\nO1,2,Amount,bad-amount,x,y\r\n`],
  ['a lone CR', `OrderID,${ADDED}\rO1,2,Amount,bad-amount,x,y`],
  ['quotes around everything', `"OrderID","line","column","rule","value","reason"\n"O1","2","","","",""\n`],
  ['blank lines', `OrderID,${ADDED}\n\nO1,2,Amount,bad-amount,x,y\n\n`],
])('reads what other programs write: %s', async (_, file) => {
  expect(await strip(file)).toBe('OrderID\nO1\n');
});

it.each([
  ['is no quarantine file', 'OrderID,Customer,Amount,Status,OrderDate\n', /last columns are line,column,rule,value,reason/],
  ['has a row that lost a field', `OrderID,${ADDED}\nO1,2,,,\n`, /expected 6 fields in the row that ends on line 2, got 5/],
  ['has a quote that is never closed', `OrderID,${ADDED}\n"O1,2,,,,\n`, /[Qq]uote/],
])('refuses a file that %s', async (_, file, message) => {
  await expect(strip(file)).rejects.toThrow(message);
});
