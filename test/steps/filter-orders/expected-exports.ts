/**
 * What becomes of each file in `exports/`, worked out from READING.md and not by running anything, on 2026-11-30.
 * Refused files have the error alone.
 */
export type Expected =
  | { readonly error: string }
  | {
      readonly source: string;
      readonly kept: readonly string[];
      readonly dropped?: readonly string[];
      /** Line and rules. */
      readonly quarantined?: readonly (readonly [line: number, ...rules: string[]])[];
      readonly continuations?: number;
    };

export const EXPORTS_AS_OF = '2026-11-30';

const THREE_ROWS: Expected = {
  source: 'standard',
  kept: ['1,Ann,10.00,shipped,2026-11-01', '3,Cy,7.00,delivered,2026-11-20'],
  dropped: ['2,Ben,20.50,pending,2026-10-01'],
};
const BEN = '2,Ben,5.00,shipped,2026-11-01';
const FIRST_OF_NOVEMBER: Expected = { source: 'standard', kept: ['1,Ann,10.00,shipped,2026-11-01'] };

export const EXPECTED_EXPORTS: Readonly<Record<string, Expected>> = {
  // Amazon's "all orders" report has no customer.
  'amazon-flat-as.csv': { error: 'MissingColumns' },
  'amazon-flat.txt': { error: 'MissingColumns' },
  // Both marks are proven in the file, and both values prove their own.
  'amount-deccomma.csv': { source: 'standard', kept: ['1,Ann,10.50,shipped,2026-11-01', BEN] },
  'amount-dollar.csv': { source: 'standard', kept: ['1,Ann,10.00,shipped,2026-11-01', BEN] },
  'amount-dot5.csv': { source: 'standard', kept: ['1,Ann,0.50,shipped,2026-11-01', BEN] },
  'amount-eur.csv': { source: 'standard', kept: ['1,Ann,10.50,shipped,2026-11-01', BEN] },
  'amount-float.csv': { source: 'standard', kept: ['1,Ann,1250.49,shipped,2026-11-01', BEN] },
  'amount-four.csv': { source: 'standard', kept: ['1,Ann,32.38,shipped,2026-11-01', BEN] },
  'amount-paren.csv': { source: 'standard', kept: ['1,Ann,-10.50,shipped,2026-11-01', BEN] },
  'amount-thou.csv': { source: 'standard', kept: ['1,Ann,1234.50,shipped,2026-11-01', BEN] },
  'amount-usd.csv': { source: 'standard', kept: ['1,Ann,10.50,shipped,2026-11-01', BEN] },
  'cp1252.csv': { error: 'NotUtf8' },
  'cumulative-day1.csv': FIRST_OF_NOVEMBER,
  'customer-id.csv': {
    source: 'standard',
    kept: ['1,C7,48.20,Completed,2026-11-02'],
    dropped: ['2,C8,10.00,Cancelled,2026-01-03'],
  },
  // USD and INR; the day of ORD-2 is open, but one row of four passes the gate.
  'customer-name-mixed-forms-renamed.csv': { error: 'MixedCurrencies' },
  'customer-name-mixed-forms.csv': { error: 'MixedCurrencies' },
  'date-compact.csv': FIRST_OF_NOVEMBER,
  'date-dmon.csv': FIRST_OF_NOVEMBER,
  'date-dmy.csv': { error: 'AmbiguousDates' },
  'date-dot.csv': FIRST_OF_NOVEMBER,
  'date-iso.csv': FIRST_OF_NOVEMBER,
  'date-isosp.csv': FIRST_OF_NOVEMBER,
  'date-long.csv': FIRST_OF_NOVEMBER,
  'date-mdy.csv': { error: 'AmbiguousDates' },
  'date-short.csv': { error: 'AmbiguousDates' },
  // Exactly half passes the gate.
  'dirty-renamed.csv': {
    source: 'standard',
    kept: ['1,101,48.20,completed,2026-11-02', '4,104,5.00,completed,2026-11-02'],
    quarantined: [
      [3, 'bad-amount', 'ambiguous-date'],
      [4, 'ambiguous-date'],
    ],
  },
  // 28 days old: a cancelled order is kept until its 30th day.
  'etl-timestamps.csv': { source: 'standard', kept: ['1,7,48.20,completed,2026-11-02', '2,8,10.00,cancelled,2026-11-02'] },
  'excel-us.csv': { source: 'standard', kept: ['O0001,Bea,78.65,shipped,2025-02-10', 'O0002,Al,81.5,confirmed,2025-03-14'] },
  'hyphen.csv': THREE_ROWS,
  'magento-renamed.csv': {
    source: 'standard',
    kept: ['000000001,Ann Doe,48.20,complete,2026-11-02'],
    dropped: ['000000002,Bob Ray,1048.20,canceled,2026-09-02'],
  },
  'magento.csv': {
    source: 'magento',
    kept: ['000000001,Ann Doe,48.20,complete,2026-11-02'],
    dropped: ['000000002,Bob Ray,1048.20,canceled,2026-09-02'],
  },
  'marketplace-report-renamed.csv': {
    source: 'standard',
    kept: ['405-1,MUMBAI,647.62,Cancelled,2026-11-20', '171-2,BENGALURU,406.00,Shipped - Delivered to Buyer,2026-11-20'],
    dropped: ['404-3,PUNE,,Cancelled,2026-04-30'],
  },
  'mixed-dates.csv': { source: 'standard', kept: ['1,84,188.56,,2026-11-26', '2,137,216.60,,2026-11-01'] },
  'no-amount-blank-headers.csv': { error: 'MissingColumns' },
  'no-status.csv': { source: 'standard', kept: ['1,1,48.20,,2026-11-02'] },
  // Freight is no amount of an order.
  'northwind.csv': { error: 'MissingColumns' },
  'old-cancelled-blank-amount.csv': {
    source: 'standard',
    kept: ['2,B,10,shipped,2026-11-01', '3,C,10,shipped,2026-11-01'],
    dropped: ['1,A,,cancelled,2020-01-01'],
  },
  'olist-orders.csv': { error: 'MissingColumns' },
  'pandas-floats-renamed.csv': {
    source: 'standard',
    kept: ['1,100,359.97,completed,2026-11-02', '2,101,1250.49,pending,2026-11-03', '4,103,89.5,completed,2026-11-05'],
    quarantined: [[4, 'bad-amount']],
  },
  'pandas-floats.csv': {
    source: 'standard',
    kept: ['1,100,359.97,completed,2026-11-02', '2,101,1250.49,pending,2026-11-03', '4,103,89.5,completed,2026-11-05'],
    quarantined: [[4, 'bad-amount']],
  },
  'ragged-short.csv': {
    source: 'standard',
    kept: ['1,Ann,10.00,shipped,2026-11-01', '2,Ben,20.50,shipped,2026-11-01', '3,Cy,20.50,shipped,2026-11-01'],
  },
  'semicolon-2.csv': THREE_ROWS,
  'semicolon.csv': { error: 'MissingColumns' },
  'sep-comma.csv': THREE_ROWS,
  'sep-semi.csv': THREE_ROWS,
  // Renamed by its owner, so nothing says that the rows below an order are its lines: --rows first-line does.
  'shopify-all-fixed.csv': { error: 'TooManyBadRows' },
  'shopify-renamed.csv': {
    source: 'standard',
    kept: ['#1002,Ann Doe,48.20,paid,2026-11-02'],
    dropped: ['#1001,Bob Ray,10.80,pending,2026-09-01'],
    // The customer is empty, the e-mail address is not.
    quarantined: [[4, 'bad-amount']],
  },
  // 02/11/2026 is open; 48,20 is not.
  'shopify-semicolon.csv': { error: 'AmbiguousDates' },
  'shopify.csv': {
    source: 'shopify',
    kept: ['#1002,Ann Doe,48.20,paid,2026-11-02'],
    dropped: ['#1001,Bob Ray,10.80,pending,2026-09-01'],
    continuations: 1,
  },
  'space-after-comma-quoted.csv': FIRST_OF_NOVEMBER,
  'squarespace.csv': { error: 'MissingColumns' },
  'status-without-amount.csv': { error: 'MissingColumns' },
  'stripe-renamed.csv': { source: 'standard', kept: ['ch_1,cus_1,48.20,Paid,2026-11-02', 'ch_2,cus_2,1048.20,Failed,2026-11-03'] },
  'stripe.csv': {
    source: 'stripe',
    kept: ['ch_1,ann@example.com,48.20,Paid,2026-11-02', 'ch_2,bob@example.com,1048.20,cancelled,2026-11-03'],
  },
  'superstore-cp1252-renamed.csv': { error: 'NotUtf8' },
  // 11/8/2026 and 10/11/2026 are days in both orders.
  'superstore-renamed.csv': { error: 'AmbiguousDates' },
  'tab.csv': THREE_ROWS,
  'total-order_status.csv': THREE_ROWS,
  'trailing-empties-trimmed.csv': {
    source: 'standard',
    kept: ['1,Ann,10.00,shipped,2026-11-01', '2,Ben,20.50,shipped,2026-10-01', '3,Cy,5,shipped,2026-10-01'],
  },
  // By RFC 4180 the customer of order 1 holds a line break.
  'two-stray-quotes.csv': {
    source: 'standard',
    kept: ['1,"Ann,10.00,shipped,2026-11-01 2,Ben",20.50,shipped,2026-10-01', '3,Cy,5,shipped,2026-10-01'],
  },
  'utf16le-bom-tab.csv': THREE_ROWS,
  // One name of two is there, so these are no WooCommerce names; the days are open in any case.
  'woocommerce.csv': { error: 'AmbiguousDates' },
};
