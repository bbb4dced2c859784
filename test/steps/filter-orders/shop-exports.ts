import { gzipSync } from 'node:zlib';
import type { Expected } from './expected-exports';
import type { ReferenceSettings } from './reference/read-whole-file';

export interface ShopExport {
  readonly title: string;
  readonly file: string | Uint8Array;
  readonly key?: string;
  readonly settings?: ReferenceSettings;
  readonly expected: Expected;
}

const lines = (...all: readonly string[]) => `${all.join('\n')}\n`;
const FIVE = 'OrderID,Customer,Amount,Status,OrderDate';
const standard = (...kept: readonly string[]): Expected => ({ source: 'standard', kept });

/** What shops, spreadsheets and databases write, on 2026-11-30; the right values are worked out from READING.md. */
export const SHOP_EXPORTS: readonly ShopExport[] = [
  {
    title: 'a Shopify export with lines, a cancelled, a voided and a pick-up order',
    file: lines(
      'Name,Email,Financial Status,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name,Billing Name,Shipping Name,Cancelled at',
      '#1001,ann@example.com,paid,EUR,40.00,5.00,3.20,48.20,2026-11-02 23:59:01 -0500,1,Mug,Ann Doe,Ann Doe,',
      '#1001,ann@example.com,,,,,,,2026-11-02 23:59:01 -0500,2,Cup,,,',
      '#1002,bob@example.com,paid,EUR,10.00,0.00,0.80,10.80,2026-09-02 10:15:01 +0200,1,Pen,Bob Ray,Bob Ray,2026-09-03 10:00:00 +0200',
      '#1003,cy@example.com,pending,EUR,7.00,0.00,0.00,7.00,2026-11-20 10:15:01 +0200,1,Pen,,Cy Poe,',
      '#1004,di@example.com,voided,EUR,7.00,0.00,0.00,7.00,2026-10-31 10:15:01 +0200,1,Pen,,,',
    ),
    expected: {
      source: 'shopify',
      kept: ['#1001,Ann Doe,48.20,paid,2026-11-02', '#1003,Cy Poe,7.00,pending,2026-11-20'],
      dropped: ['#1002,Bob Ray,10.80,cancelled,2026-09-02', '#1004,di@example.com,7.00,cancelled,2026-10-31'],
      continuations: 1,
    },
  },
  {
    title: 'a Shopify export saved again by a German Excel',
    file: lines(
      'Name;Email;Financial Status;Currency;Total;Created at;Lineitem name;Billing Name',
      '#1001;ann@example.com;paid;EUR;1.048,20;02.11.2026 10:15;Mug;Ann Doe',
      '#1001;ann@example.com;;;;02.11.2026 10:15;Cup;',
      '#1002;bob@example.com;paid;EUR;10,8;03.11.2026 10:15;Pen;Bob Ray',
    ),
    expected: {
      source: 'shopify',
      kept: ['#1001,Ann Doe,1048.20,paid,2026-11-02', '#1002,Bob Ray,10.80,paid,2026-11-03'],
      continuations: 1,
    },
  },
  {
    title: 'a WooCommerce export with first and last names',
    file: lines(
      'order_id,order_number,order_date,status,order_total,order_currency,billing_first_name,billing_last_name',
      '101,A-101,2026-11-02 06:29:00,completed,48.20,USD,Ann,Doe',
      '102,A-102,2026-09-06 06:29:00,wc-cancelled,10,USD,Bob,',
    ),
    expected: {
      source: 'woocommerce',
      kept: ['A-101,Ann Doe,48.20,completed,2026-11-02'],
      dropped: ['A-102,Bob,10,cancelled,2026-09-06'],
    },
  },
  {
    title: 'a WooCommerce Analytics export, whose revenue is net',
    file: lines(
      '"Date","Order #","N. Revenue (formatted)","Status","Customer","N. Revenue"',
      '2026-11-02,101,$48.20,completed,Ann Doe,48.2',
    ),
    expected: { error: 'MissingColumns' },
  },
  {
    title: 'a Magento grid of a European shop',
    file: lines(
      'ID,"Purchase Point","Purchase Date","Bill-to Name","Ship-to Name","Grand Total (Base)","Grand Total (Purchased)",Status',
      '000000001,"Main Website\nMain Store","2 November 2026, 10:15:00","Ann Doe","Ann Doe","1.048,20 €","1.048,20 €",complete',
      '000000002,"Main Website\nMain Store","Sep 2, 2026, 9:05:00\u202fPM","Bob Ray","Bob Ray","10,00 €","10,00 €",canceled',
    ),
    expected: {
      source: 'magento',
      kept: ['000000001,Ann Doe,1048.20,complete,2026-11-02'],
      dropped: ['000000002,Bob Ray,10.00,canceled,2026-09-02'],
    },
  },
  {
    title: 'an Etsy export, whose days are month first',
    file: lines(
      'Sale Date,Order ID,Buyer User ID,Full Name,Number of Items,Currency,Order Value,Order Total,Status',
      '11/02/26,3001,ann1,Ann Doe,1,USD,40.00,"1,048.20",Completed',
      '05/06/26,3002,bob1,Bob Ray,1,USD,9.00,10.80,Cancelled',
    ),
    expected: {
      source: 'etsy',
      kept: ['3001,Ann Doe,1048.20,Completed,2026-11-02'],
      dropped: ['3002,Bob Ray,10.80,Cancelled,2026-05-06'],
    },
  },
  {
    title: 'an eBay report with its blank lines and last lines',
    file: lines(
      '',
      'Sales Record Number,Order Number,Buyer Username,Buyer Name,Item Title,Quantity,Sold For,Total Price,Sale Date',
      ',,,,,,,,',
      '101,27-0001,ann1,Ann Doe,Mug,1,"$1,040.00","$1,048.20",Nov-02-26',
      '102,27-0002,bob1,,Pen,1,$9.00,$10.80,Jul-21-26',
      '',
      '2,record(s) downloaded',
      'Seller ID : my_shop',
    ),
    expected: {
      source: 'ebay',
      kept: ['27-0001,Ann Doe,1048.20,,2026-11-02', '27-0002,bob1,10.80,,2026-07-21'],
    },
  },
  {
    title: 'an Amazon report of new orders',
    file: lines(
      'order-id\torder-item-id\tpurchase-date\tbuyer-email\tbuyer-name\tproduct-name\tquantity-purchased\tcurrency\titem-price',
      '111-1\t1\t2026-11-02T15:15:03-08:00\ta@m.example\tAnn Doe\tMug 5" tall\t1\tUSD\t20.00',
      '111-1\t2\t2026-11-02T15:15:03-08:00\ta@m.example\tAnn Doe\tCup\t1\tUSD\t8.50',
    ),
    key: 'raw/new-orders.txt',
    expected: { source: 'amazon', kept: ['111-1,Ann Doe,20.00,,2026-11-02', '111-1,Ann Doe,8.50,,2026-11-02'] },
  },
  {
    title: 'Stripe payments without a description',
    file: lines(
      'id,Description,Created date (UTC),Amount,Amount Refunded,Currency,Fee,Status,Customer ID,Customer Description,Customer Email,Captured',
      'ch_1,Invoice 1,2026-11-02 15:15:03,"1,048.20",0.00,eur,1.70,Paid,cus_1,Ann Doe,ann@example.com,true',
      'ch_2,Invoice 2,2026-08-02 15:15:03,10.80,0.00,eur,0.70,Failed,cus_2,,bob@example.com,false',
    ),
    expected: {
      source: 'stripe',
      kept: ['ch_1,Ann Doe,1048.20,Paid,2026-11-02'],
      dropped: ['ch_2,bob@example.com,10.80,cancelled,2026-08-02'],
    },
  },
  {
    title: 'a Superstore sheet of a US Excel',
    file: lines(
      'Row ID,Order ID,Order Date,Ship Date,Ship Mode,Customer ID,Customer Name,Segment,Sales,Quantity,Discount,Profit',
      '1,CA-1,11/8/2026,11/11/2026,Second Class,CG-1,Clara Gutt,Consumer,261.96,2,0,41.9',
      '2,CA-1,11/8/2026,11/11/2026,Second Class,CG-1,Clara Gutt,Consumer,731.94,3,0,219.5',
      '3,CA-2,10/21/2026,10/25/2026,Second Class,SO-2,Sean Ode,Consumer,957.5775,5,0.45,-383.0',
    ),
    expected: {
      source: 'superstore',
      kept: ['CA-1,Clara Gutt,261.96,,2026-11-08', 'CA-1,Clara Gutt,731.94,,2026-11-08', 'CA-2,Sean Ode,957.58,,2026-10-21'],
    },
  },
  {
    title: 'a sheet of a US Excel',
    file: 'OrderID,Customer,Amount,Status,OrderDate\r\n1,Ann,"$1,048.20 ",shipped,11/13/2026\r\n2,Bob,$7.00 ,shipped,11/2/2026\r\n',
    expected: standard('1,Ann,1048.20,shipped,2026-11-13', '2,Bob,7.00,shipped,2026-11-02'),
  },
  {
    title: 'a sheet of a German Excel',
    file: '\ufeffOrder ID;Customer;Amount;Status;Order Date\r\n1;Jörg;1.234,50 €;shipped;02.11.2026\r\n2;Bea;7,00 €;pending;31.10.2026\r\n',
    expected: { source: 'standard', kept: ['1,Jörg,1234.50,shipped,2026-11-02'], dropped: ['2,Bea,7.00,pending,2026-10-31'] },
  },
  {
    title: 'a sheet of a French Excel',
    file: '\ufeffOrderID;Customer;Amount;Status;OrderDate\r\n1;Zoé;1\u202f234,50 €;shipped;13/11/2026\r\n2;Léa;-7,5 €;shipped;02/11/2026\r\n',
    expected: standard('1,Zoé,1234.50,shipped,2026-11-13', '2,Léa,-7.50,shipped,2026-11-02'),
  },
  {
    title: 'a sheet of a Swiss Excel',
    file: lines('OrderID;Customer;Amount;Status;OrderDate', "1;Urs;CHF 1'234.50;shipped;02.11.2026", '2;Rea;CHF 7.-;shipped;03.11.2026'),
    expected: standard('1,Urs,1234.50,shipped,2026-11-02', '2,Rea,7,shipped,2026-11-03'),
  },
  {
    title: 'a sheet of an Indian Excel',
    file: lines(
      'OrderID,Customer,Amount,Status,OrderDate',
      '1,Ravi,"₹ 1,23,456.00",shipped,13-11-2026',
      '2,Uma,"₹ 12,345",shipped,02-11-2026',
    ),
    expected: standard('1,Ravi,123456.00,shipped,2026-11-13', '2,Uma,12345,shipped,2026-11-02'),
  },
  {
    title: 'a sheet of a French Excel in Windows-1252',
    file: Buffer.from('OrderID;Customer;Amount;Status;OrderDate\r\n1;Zo\xe9;1\xa0234,50 \x80;shipped;13/11/2026\r\n', 'latin1'),
    expected: { error: 'NotUtf8' },
  },
  {
    title: 'the same with its encoding',
    file: Buffer.from('OrderID;Customer;Amount;Status;OrderDate\r\n1;Zo\xe9;1\xa0234,50 \x80;shipped;13/11/2026\r\n', 'latin1'),
    settings: { encoding: 'windows-1252' },
    expected: standard('1,Zoé,1234.50,shipped,2026-11-13'),
  },
  {
    title: 'an encoding that the file does not have',
    file: 'OrderID;Customer;Amount;Status;OrderDate\r\n1;Zoé;1,50;shipped;13/11/2026\r\n',
    settings: { encoding: 'windows-1252' },
    expected: { error: 'InvalidReading' },
  },
  {
    title: 'an encoding that does not exist',
    file: lines(FIVE, '1,Ann,5.00,shipped,2026-11-01'),
    settings: { encoding: 'utf-9' },
    expected: { error: 'InvalidReading' },
  },
  {
    title: 'a source that does not exist',
    file: lines(FIVE, '1,Ann,5.00,shipped,2026-11-01'),
    settings: { source: 'shopware' },
    expected: { error: 'InvalidReading' },
  },
  {
    title: 'a Google Sheet',
    file: 'Order number,Client,Order value,Status,Date\r\n1,Ann,"$1,048.20",shipped,11/2/2026\r\n2,Bob,$10.80,shipped,11/23/2026',
    expected: standard('1,Ann,1048.20,shipped,2026-11-02', '2,Bob,10.80,shipped,2026-11-23'),
  },
  {
    title: 'a LibreOffice sheet with all text in quotes',
    file: lines('"OrderID","Customer","Amount","Status","OrderDate"', '"0001","Ann",48.2,"shipped",2026-11-02'),
    expected: standard('0001,Ann,48.2,shipped,2026-11-02'),
  },
  {
    title: 'a data frame with its index',
    file: lines(
      ',order_id,customer,amount,status,order_date',
      '0,1,Ann,48.2,shipped,2026-11-02',
      '1,2,Bob,10.799999999999999,shipped,2026-11-03 00:00:00',
    ),
    expected: standard('1,Ann,48.2,shipped,2026-11-02', '2,Bob,10.80,shipped,2026-11-03'),
  },
  {
    title: 'a list of an ERP with signs behind and days without marks',
    file: lines(
      'Order;Client;Order Amount;Order Currency;Status;Order Date',
      '4711;Ann;1.234,56;EUR;;20261102',
      '4712;Bob;7,00-;EUR;;20261103',
    ),
    expected: standard('4711,Ann,1234.56,,2026-11-02', '4712,Bob,-7.00,,2026-11-03'),
  },
  {
    title: 'tabs from a SQL client, with NULL',
    file: lines(
      'id\tcustomer_id\ttotal\tstatus\tcreated_at',
      '1\t7\t48.2000\tshipped\t2026-11-02 10:15:00.123456+00',
      '2\t8\tNULL\tNULL\t2026-11-02 10:15:00.123456+00',
      '3\t0\t5\tshipped\t2026-11-02 10:15:00.123456+00',
      '4\t9\t5\tNULL\t2026-11-02 10:15:00.123456+00',
    ),
    key: 'raw/orders.tsv',
    expected: {
      source: 'standard',
      kept: ['1,7,48.20,shipped,2026-11-02', '4,9,5,NULL,2026-11-02'],
      quarantined: [
        [3, 'bad-amount'],
        [4, 'empty-customer'],
      ],
    },
  },
  {
    title: 'a table as psql prints it',
    file: lines(
      ' id | customer | total | status  | created_at ',
      '----+----------+-------+---------+------------',
      '  1 | Ann      | 48.20 | shipped | 2026-11-02',
      '  2 | Bob      | 10.80 | shipped | 2026-11-03',
      '(2 rows)',
    ),
    key: 'raw/orders.txt',
    expected: {
      source: 'standard',
      kept: ['1,Ann,48.20,shipped,2026-11-02', '2,Bob,10.80,shipped,2026-11-03'],
      quarantined: [
        [2, 'field-count'],
        [5, 'field-count'],
      ],
    },
  },
  {
    title: 'title lines above the header',
    file: lines('Orders of November 2026', '', FIVE, '1,Ann,48.20,shipped,2026-11-02'),
    expected: { error: 'MissingColumns' },
  },
  {
    title: 'an order where the header should be',
    file: lines('1,Ann,48.20,shipped,2026-11-02', '2,Bob,10.80,shipped,2026-11-03'),
    expected: { error: 'MissingColumns' },
  },
  {
    title: 'a total below the orders',
    file: lines(FIVE, '1,Ann,48.20,shipped,2026-11-02', '2,Bob,10.80,shipped,2026-11-03', 'Total,,59.00,,', ',,59.00,,'),
    expected: {
      source: 'standard',
      kept: ['1,Ann,48.20,shipped,2026-11-02', '2,Bob,10.80,shipped,2026-11-03'],
      quarantined: [
        [4, 'empty-customer', 'bad-date'],
        [5, 'empty-id', 'empty-customer', 'bad-date'],
      ],
    },
  },
  {
    title: 'two exports in one file, the header twice',
    file: lines(FIVE, '1,Ann,48.20,shipped,2026-11-02', FIVE, '2,Bob,10.80,shipped,2026-11-03'),
    expected: {
      source: 'standard',
      kept: ['1,Ann,48.20,shipped,2026-11-02', '2,Bob,10.80,shipped,2026-11-03'],
      quarantined: [[3, 'bad-amount', 'bad-date']],
    },
  },
  {
    title: 'the Unicode text of Excel',
    file: Buffer.from('\ufeffOrderID\tCustomer\tAmount\tStatus\tOrderDate\r\n1\tZoë 😀\t"1,048.20"\tshipped\t11/13/2026\r\n', 'utf16le'),
    key: 'raw/Book1.txt',
    expected: standard('1,Zoë 😀,1048.20,shipped,2026-11-13'),
  },
  {
    title: 'the same with the other order of bytes',
    file: Buffer.from('\ufeffOrderID\tCustomer\tAmount\tStatus\tOrderDate\r\n1\tZoë\t7\tshipped\t2026-11-13\r\n', 'utf16le').swap16(),
    expected: standard('1,Zoë,7,shipped,2026-11-13'),
  },
  {
    title: 'UTF-16 without a mark',
    file: Buffer.from(lines(FIVE, '1,Ann,7,shipped,2026-11-13'), 'utf16le'),
    expected: { error: 'NotUtf8' },
  },
  { title: 'JSON', file: '[{"OrderID": 1, "Customer": "Ann"}]', expected: { error: 'NotCsv' } },
  { title: 'JSON lines', file: lines('{"OrderID":1,"Customer":"Ann","Amount":5}', '{"OrderID":2}'), expected: { error: 'NotCsv' } },
  { title: 'a web page', file: '\n<!DOCTYPE html>\n<html><body>Please sign in</body></html>', expected: { error: 'NotCsv' } },
  {
    title: 'a workbook named .csv',
    file: Buffer.from('PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0[Content_Types].xml', 'latin1'),
    expected: { error: 'NotCsv' },
  },
  { title: 'an old workbook', file: Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]), expected: { error: 'NotCsv' } },
  { title: 'a PDF', file: '%PDF-1.7\n1 0 obj', expected: { error: 'NotCsv' } },
  { title: 'text with the name of a workbook', file: lines(FIVE), key: 'raw/orders.xlsx', expected: { error: 'NotCsv' } },
  { title: 'nothing', file: '', expected: { error: 'EmptyFile' } },
  { title: 'nothing, compressed', file: gzipSync(''), key: 'raw/orders.csv.gz', expected: { error: 'EmptyFile' } },
  { title: 'delimiters and blanks alone', file: ',,,,\n \n,,,,\n', expected: { error: 'EmptyFile' } },
  { title: 'a header alone', file: FIVE, expected: standard() },
  {
    title: 'gzip in two members',
    file: Buffer.concat([gzipSync(lines(FIVE, '1,Ann,7,shipped,2026-11-13')), gzipSync('2,Bob,8,shipped,2026-11-14\n')]),
    key: 'raw/orders.csv.gz',
    expected: standard('1,Ann,7,shipped,2026-11-13', '2,Bob,8,shipped,2026-11-14'),
  },
  {
    title: 'gzip that was cut off',
    file: gzipSync(lines(FIVE, '1,Ann,7,shipped,2026-11-13')).subarray(0, 60),
    key: 'raw/orders.csv.gz',
    expected: { error: 'BadGzip' },
  },
  {
    title: 'a mark and a line that names the delimiter',
    file: '\ufeffsep=;\r\nOrderID;Customer;Amount;Status;OrderDate\r\n1;"Doe; Ann";48,20;shipped;2026-11-02\r\n',
    expected: standard('1,Doe; Ann,48.20,shipped,2026-11-02'),
  },
  {
    title: 'a comma behind each row but the header',
    file: lines(FIVE, '1,Ann,48.20,shipped,2026-11-02,', '2,Bob,10.80,shipped,2026-11-03,,'),
    expected: standard('1,Ann,48.20,shipped,2026-11-02', '2,Bob,10.80,shipped,2026-11-03'),
  },
  {
    title: 'a customer with a comma and no quotes',
    file: lines(FIVE, '1,Ann,48.20,shipped,2026-11-02', '2,Ray, Bob,10.80,shipped,2026-11-03'),
    expected: { source: 'standard', kept: ['1,Ann,48.20,shipped,2026-11-02'], quarantined: [[3, 'field-count']] },
  },
  {
    title: 'two columns of one name',
    file: lines('Order ID,order_id,Customer,Amount,Status,OrderDate', '1,1,Ann,48.20,shipped,2026-11-02'),
    expected: { error: 'DuplicateColumns' },
  },
  {
    title: 'pieces beside a total',
    file: lines('OrderID,Customer,Amount,Total,Status,OrderDate', '1,Ann,5,255000,shipped,2026-11-02'),
    expected: { error: 'AmbiguousColumns' },
  },
  {
    title: 'the same with the column that is meant',
    file: lines('OrderID,Customer,Amount,Total,Status,OrderDate', '1,Ann,5,255000,shipped,2026-11-02'),
    settings: { columns: { Amount: 'Total' } },
    expected: standard('1,Ann,255000,shipped,2026-11-02'),
  },
  {
    title: 'two amounts that agree',
    file: lines('OrderID,Customer,Amount,Total,Status,OrderDate', '1,Ann,5.50,5.50,shipped,2026-11-02', '2,Bob,,7,shipped,2026-11-02'),
    expected: standard('1,Ann,5.50,shipped,2026-11-02', '2,Bob,7,shipped,2026-11-02'),
  },
  {
    title: 'dollars and euros',
    file: lines(FIVE, '1,Ann,$48.20,shipped,2026-11-02', '2,Bob,€10.80,shipped,2026-11-03'),
    expected: { error: 'MixedCurrencies' },
  },
  {
    title: 'dollars of one country and of no certain one',
    file: lines('OrderID,Customer,Amount,Currency,OrderDate', '1,Ann,$48.20,CAD,2026-11-02', '2,Bob,$10.80,,2026-11-03'),
    expected: standard('1,Ann,48.20,,2026-11-02', '2,Bob,10.80,,2026-11-03'),
  },
  {
    title: 'a sign that its currency column denies',
    file: lines('OrderID,Customer,Amount,Currency,OrderDate', '1,Ann,$48.20,EUR,2026-11-02', '2,Bob,10.80,EUR,2026-11-03'),
    expected: { source: 'standard', kept: ['2,Bob,10.80,,2026-11-03'], quarantined: [[2, 'bad-amount']] },
  },
  {
    title: 'a currency in the name of the column',
    file: lines('OrderID,Customer,Amount (EUR),OrderDate', '1,Ann,48.20,2026-11-02', '2,Bob,10.80 €,2026-11-03'),
    expected: standard('1,Ann,48.20,,2026-11-02', '2,Bob,10.80,,2026-11-03'),
  },
  {
    title: 'one amount in two currencies',
    file: lines('OrderID,Customer,Amount (EUR),Amount (USD),OrderDate', '1,Ann,48.20,52.10,2026-11-02'),
    expected: { error: 'DuplicateColumns' },
  },
  {
    title: 'the same with the column that is meant',
    file: lines('OrderID,Customer,Amount (EUR),Amount (USD),OrderDate', '1,Ann,48.20,52.10,2026-11-02'),
    settings: { columns: { Amount: 'Amount (EUR)' } },
    expected: standard('1,Ann,48.20,,2026-11-02'),
  },
  {
    title: 'thousands or decimals',
    file: lines(FIVE, '1,Ann,1.234,shipped,2026-11-02', '2,Bob,5.678,shipped,2026-11-03'),
    expected: { error: 'AmbiguousAmounts' },
  },
  {
    title: 'the same with the decimal mark',
    file: lines(FIVE, '1,Ann,1.234,shipped,2026-11-02', '2,Bob,5.678,shipped,2026-11-03'),
    settings: { decimal: ',' },
    expected: standard('1,Ann,1234,shipped,2026-11-02', '2,Bob,5678,shipped,2026-11-03'),
  },
  {
    title: 'thousands, proven by another row',
    file: lines(FIVE, '1,Ann,"1,234",shipped,2026-11-02', '2,Bob,5.50,shipped,2026-11-03', '3,Cy,9.125,shipped,2026-11-03'),
    expected: standard('1,Ann,1234,shipped,2026-11-02', '2,Bob,5.50,shipped,2026-11-03', '3,Cy,9.13,shipped,2026-11-03'),
  },
  {
    title: 'days that the last row proves',
    file: lines(FIVE, '1,Ann,5,shipped,02/11/2026', '2,Bob,5,shipped,03/11/2026', '3,Cy,5,shipped,13/11/2026'),
    expected: standard('1,Ann,5,shipped,2026-11-02', '2,Bob,5,shipped,2026-11-03', '3,Cy,5,shipped,2026-11-13'),
  },
  {
    title: 'days whose proof has another shape',
    file: lines(
      FIVE,
      '1,Ann,5,shipped,02-11-2026',
      '2,Bob,5,shipped,03/11/2026 10:00',
      '3,Cy,5,shipped,13/11/2026',
      '4,Di,5,shipped,14/11/2026',
    ),
    expected: {
      source: 'standard',
      kept: ['3,Cy,5,shipped,2026-11-13', '4,Di,5,shipped,2026-11-14'],
      quarantined: [
        [2, 'ambiguous-date'],
        [3, 'ambiguous-date'],
      ],
    },
  },
  {
    title: 'days that prove both orders',
    file: lines(FIVE, '1,Ann,5,shipped,02/11/2026', '2,Bob,5,shipped,11/13/2026', '3,Cy,5,shipped,13/11/2026'),
    expected: {
      source: 'standard',
      kept: ['2,Bob,5,shipped,2026-11-13', '3,Cy,5,shipped,2026-11-13'],
      quarantined: [[2, 'ambiguous-date']],
    },
  },
  {
    title: 'days of a short year, with their order',
    file: lines(FIVE, '1,Ann,5,shipped,26.11.02', '2,Bob,5,shipped,26.11.03'),
    settings: { dateOrder: 'year-first' },
    expected: standard('1,Ann,5,shipped,2026-11-02', '2,Bob,5,shipped,2026-11-03'),
  },
  {
    title: 'days of a short year without',
    file: lines(FIVE, '1,Ann,5,shipped,26.11.02', '2,Bob,5,shipped,26.11.03'),
    expected: { error: 'AmbiguousDates' },
  },
  {
    title: 'days that are days only with the day before the month',
    file: lines(FIVE, '1,Ann,5,shipped,2026-25-11', '2,Bob,5,shipped,2026-02-11', '3,Cy,5,shipped,2026-11-26', '4,Di,5,shipped,2026-11-27'),
    expected: {
      source: 'standard',
      kept: ['3,Cy,5,shipped,2026-11-26', '4,Di,5,shipped,2026-11-27'],
      quarantined: [
        [2, 'bad-date'],
        [3, 'ambiguous-date'],
      ],
    },
  },
  {
    title: 'weekdays, names of months and a comma before the time',
    file: lines(
      FIVE,
      '1,Ann,5,shipped,"Mon, 2 Nov 2026"',
      '2,Bob,5,shipped,"Tuesday, November 3, 2026, 9:05 PM"',
      '3,Cy,5,shipped,04-NOV-26',
    ),
    expected: standard('1,Ann,5,shipped,2026-11-02', '2,Bob,5,shipped,2026-11-03', '3,Cy,5,shipped,2026-11-04'),
  },
  {
    title: 'serial numbers of a spreadsheet in place of days',
    file: lines(FIVE, '1,Ann,5,shipped,45963', '2,Bob,5,shipped,45964.43', '3,Cy,5,shipped,1761986100'),
    expected: { error: 'TooManyBadRows' },
  },
  {
    title: 'ids that a spreadsheet is to leave alone',
    file: lines(FIVE, '="00123",Ann,5,shipped,2026-11-02', '"=""00124""",Bob,5,shipped,2026-11-02'),
    expected: standard('00123,Ann,5,shipped,2026-11-02', '00124,Bob,5,shipped,2026-11-02'),
  },
  {
    title: 'blanks around everything',
    file: lines('OrderID , Customer , Amount , Status , OrderDate', ' 1 , "Ann, B." , 5.00 , "shipped" , 2026-11-02 '),
    expected: standard('1,"Ann, B.",5.00,shipped,2026-11-02'),
  },
  {
    title: 'row ends of an old Mac',
    file: [FIVE, '1,Ann,5,shipped,2026-11-02', '2,Bob,6,shipped,2026-11-03'].join('\r'),
    expected: standard('1,Ann,5,shipped,2026-11-02', '2,Bob,6,shipped,2026-11-03'),
  },
  {
    title: 'refunds in every way of writing',
    file: lines(
      FIVE,
      '1,Ann,-10.00,refund,2026-11-02',
      '2,Bob,(10.00),refund,2026-11-02',
      '3,Cy,\u221210.5,refund,2026-11-02',
      '4,Di,-$10.00,refund,2026-11-02',
      '5,Ed,10.00-,refund,2026-11-02',
      '6,Flo,(-10.00),refund,2026-11-02',
    ),
    expected: {
      source: 'standard',
      kept: [
        '1,Ann,-10.00,refund,2026-11-02',
        '2,Bob,-10.00,refund,2026-11-02',
        '3,Cy,-10.50,refund,2026-11-02',
        '4,Di,-10.00,refund,2026-11-02',
        '5,Ed,-10.00,refund,2026-11-02',
      ],
      quarantined: [[7, 'bad-amount']],
    },
  },
  {
    title: 'Swedish prices',
    file: lines('OrderID;Customer;Amount;OrderDate', '1;Åsa;1 048,20 kr;2026-11-02', '2;Bo;12,50 kr;2026-11-03', '3;Eva;50,-;2026-11-03'),
    expected: standard('1,Åsa,1048.20,,2026-11-02', '2,Bo,12.50,,2026-11-03', '3,Eva,50,,2026-11-03'),
  },
  {
    title: 'a PayPal activity',
    file: lines(
      '"Date","Time","TimeZone","Name","Type","Status","Currency","Gross","Fee","Net"',
      '"11/02/2026","10:15:00","PST","Ann Doe","Payment","Completed","USD","48.20","-1.70","46.50"',
    ),
    expected: { error: 'MissingColumns' },
  },
  {
    title: 'a total with taxes in brackets',
    file: lines('Order ID,Customer Name,Order Date,Order Status,Order Total (inc tax)', '1,Ann,2026-11-02,Shipped,48.20'),
    expected: { error: 'MissingColumns' },
  },
  {
    title: 'the same with the column that is meant',
    file: lines('Order ID,Customer Name,Order Date,Order Status,Order Total (inc tax)', '1,Ann,2026-11-02,Shipped,48.20'),
    settings: { columns: { Amount: 'Order Total (inc tax)' } },
    expected: standard('1,Ann,48.20,Shipped,2026-11-02'),
  },
  {
    title: 'a column that the header lacks',
    file: lines(FIVE, '1,Ann,5,shipped,2026-11-02'),
    settings: { columns: { Customer: 'Billing Name' } },
    expected: { error: 'MissingColumns' },
  },
  {
    title: 'a shop that writes the total on the first line of an order, by a name of its own',
    file: lines(
      'Order ID,Email,Currency,Total,Created at,Lineitem name',
      '1,ann@example.com,USD,48.20,2026-11-02 10:15:01 -0500,Mug',
      '1,ann@example.com,,,,Cup',
      '2,bob@example.com,USD,7.00,2026-11-03 10:15:01 -0500,Mug',
    ),
    settings: { rows: 'first-line' },
    expected: {
      source: 'standard',
      kept: ['1,ann@example.com,48.20,,2026-11-02', '2,bob@example.com,7.00,,2026-11-03'],
      continuations: 1,
    },
  },
  {
    title: 'a stray quote among good rows',
    file: lines(FIVE, '1,"Ann,5,shipped,2026-11-02', '2,Bob,6,shipped,2026-11-03', '3,Cy 5" pipe,7,shipped,2026-11-04'),
    expected: {
      source: 'standard',
      kept: ['2,Bob,6,shipped,2026-11-03', '3,"Cy 5"" pipe",7,shipped,2026-11-04'],
      quarantined: [[2, 'bad-quoting']],
    },
  },
];
