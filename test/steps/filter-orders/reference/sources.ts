/** A name, or names whose values are joined by a blank. */
export type ColumnName = string | readonly string[];

export interface ReferenceSource {
  readonly name: string;
  readonly knows: readonly string[];
  /** The names that are needed are those of many forms: the header must hold one of these too. */
  readonly oneOf?: readonly string[];
  readonly OrderID: readonly ColumnName[];
  readonly Customer: readonly ColumnName[];
  /** Ids and e-mail addresses, tried behind the names. */
  readonly customerOthers?: readonly string[];
  /** Those of them that are ids: taken only where the header has no name of a customer. */
  readonly customerIds?: readonly string[];
  readonly Amount: readonly ColumnName[];
  readonly Status: readonly ColumnName[];
  readonly OrderDate: readonly ColumnName[];
  readonly currency?: readonly string[];
  readonly cancelledAt?: readonly string[];
  readonly statuses?: Readonly<Record<string, string>>;
  readonly dateOrder?: 'day-first' | 'month-first' | 'year-first';
  readonly decimal?: '.' | ',';
  readonly rows?: 'orders' | 'lines' | 'first-line';
  readonly noOrders?: readonly RegExp[];
}

const words = (text: string) => text.split(' ');
const names = (text: string) => text.split(', ');

export const STANDARD: ReferenceSource = {
  name: 'standard',
  knows: [],
  OrderID: words('order_id order_number order_no order order_ref id'),
  Customer: words('customer customer_name client_name buyer_name client buyer'),
  customerIds: words('customer_id client_id cust_id user_id'),
  customerOthers: words('customer_id client_id cust_id user_id customer_email email'),
  Amount: words(
    'amount order_total total_amount total grand_total order_amount order_value total_price price_total sales sales_amount total_sales total_sale revenue',
  ),
  Status: words('status order_status'),
  OrderDate: words('order_date ordered_at order_timestamp order_purchase_timestamp created_at date_created purchase_date sale_date date'),
  currency: words('currency currency_code order_currency'),
};

/** The tables of READING.md, "Columns: sources", copied from there and not from `sources/`. */
export const REFERENCE_SOURCES: readonly ReferenceSource[] = [
  STANDARD,
  {
    name: 'shopify',
    knows: names(
      'Name, Email, Financial Status, Paid at, Fulfillment Status, Fulfilled at, Accepts Marketing, Currency, Subtotal, Shipping, Taxes, Total, Discount Code, Discount Amount, Shipping Method, Created at, Lineitem quantity, Lineitem name, Lineitem price, Lineitem compare at price, Lineitem sku, Lineitem requires shipping, Lineitem taxable, Lineitem fulfillment status, Billing Name, Billing Street, Billing City, Billing Zip, Billing Country, Shipping Name, Shipping Street, Shipping City, Shipping Zip, Shipping Country, Notes, Note Attributes, Cancelled at, Payment Method, Payment Reference, Refunded Amount, Vendor, Outstanding Balance, Employee, Location, Device ID, Id, Tags, Risk Level, Source',
    ),
    OrderID: ['Name'],
    Customer: ['Billing Name', 'Shipping Name'],
    customerOthers: ['Email'],
    Amount: ['Total'],
    Status: ['Financial Status'],
    OrderDate: ['Created at'],
    currency: ['Currency'],
    cancelledAt: ['Cancelled at'],
    statuses: { voided: 'cancelled' },
    rows: 'first-line',
  },
  {
    name: 'woocommerce',
    knows: words(
      'order_id order_number order_date paid_date status shipping_total shipping_tax_total fee_total tax_total discount_total order_total refunded_total order_currency payment_method shipping_method customer_id customer_email billing_first_name billing_last_name billing_full_name billing_company billing_email billing_phone billing_address_1 billing_city billing_postcode billing_country shipping_first_name shipping_last_name line_items',
    ),
    OrderID: ['order_number', 'order_id'],
    Customer: ['billing_full_name', ['billing_first_name', 'billing_last_name']],
    Amount: ['order_total'],
    Status: ['status'],
    OrderDate: ['order_date'],
    currency: ['order_currency'],
    statuses: {
      'wc-cancelled': 'cancelled',
      'wc-pending': 'pending',
      'wc-completed': 'completed',
      'wc-processing': 'processing',
      'wc-on-hold': 'on-hold',
      'wc-refunded': 'refunded',
      'wc-failed': 'failed',
    },
    rows: 'orders',
  },
  {
    name: 'magento',
    knows: names(
      'ID, Purchase Point, Purchase Date, Bill-to Name, Ship-to Name, Grand Total (Base), Grand Total (Purchased), Status, Billing Address, Shipping Address, Shipping Information, Customer Email, Customer Group, Subtotal, Shipping and Handling, Customer Name, Payment Method, Total Refunded, Allocated sources',
    ),
    OrderID: ['ID'],
    Customer: ['Bill-to Name', 'Customer Name'],
    Amount: ['Grand Total (Base)'],
    Status: ['Status'],
    OrderDate: ['Purchase Date'],
    rows: 'orders',
  },
  {
    name: 'etsy',
    knows: names(
      'Sale Date, Order ID, Buyer User ID, Full Name, First Name, Last Name, Number of Items, Payment Method, Date Shipped, Street 1, Street 2, Ship City, Ship State, Ship Zipcode, Ship Country, Currency, Order Value, Coupon Code, Coupon Details, Discount Amount, Shipping Discount, Shipping, Sales Tax, Order Total, Status, Card Processing Fees, Order Net, Adjusted Order Total, Buyer, Order Type, Payment Type, InPerson Discount, InPerson Location, SKU',
    ),
    OrderID: ['Order ID'],
    Customer: ['Full Name'],
    Amount: ['Order Total'],
    Status: ['Status'],
    OrderDate: ['Sale Date'],
    currency: ['Currency'],
    dateOrder: 'month-first',
    rows: 'orders',
  },
  {
    name: 'ebay',
    knows: names(
      'Sales Record Number, Order Number, Buyer Username, Buyer Name, Buyer Email, Buyer Note, Buyer Address 1, Buyer City, Buyer State, Buyer Zip, Buyer Country, Item Number, Item Title, Custom Label, Quantity, Sold For, Shipping And Handling, Total Price, Payment Method, Sale Date, Paid On Date, Ship By Date, Shipped On Date',
    ),
    OrderID: ['Order Number'],
    Customer: ['Buyer Name', 'Buyer Username'],
    Amount: ['Total Price'],
    Status: [],
    OrderDate: ['Sale Date'],
    rows: 'orders',
    noOrders: [/^\d+,? record\(s\) downloaded\b/i, /^seller id ?:/i],
  },
  {
    name: 'amazon',
    knows: words(
      'order-id order-item-id purchase-date payments-date buyer-email buyer-name buyer-phone-number sku product-name quantity-purchased currency item-price item-tax shipping-price shipping-tax ship-service-level recipient-name ship-address-1 ship-city ship-state ship-postal-code ship-country',
    ),
    OrderID: ['order-id'],
    Customer: ['buyer-name'],
    Amount: ['item-price'],
    Status: [],
    OrderDate: ['purchase-date'],
    currency: ['currency'],
    rows: 'lines',
  },
  {
    name: 'stripe',
    knows: names(
      'id, Description, Seller Message, Created (UTC), Created date (UTC), Amount, Amount Refunded, Currency, Converted Amount, Converted Amount Refunded, Fee, Tax, Converted Currency, Mode, Status, Statement Descriptor, Customer ID, Customer Description, Customer Email, Captured, Card ID, Invoice ID, Transfer',
    ),
    OrderID: ['id'],
    Customer: ['Customer Description'],
    customerOthers: ['Customer Email', 'Customer ID'],
    customerIds: ['Customer ID'],
    Amount: ['Amount'],
    Status: ['Status'],
    OrderDate: ['Created (UTC)', 'Created date (UTC)'],
    currency: ['Currency'],
    statuses: { failed: 'cancelled' },
    rows: 'orders',
  },
  {
    name: 'superstore',
    knows: names(
      'Row ID, Order ID, Order Date, Ship Date, Ship Mode, Customer ID, Customer Name, Segment, Country, City, State, Postal Code, Region, Product ID, Category, Sub-Category, Product Name, Sales, Quantity, Discount, Profit',
    ),
    OrderID: ['Order ID'],
    Customer: ['Customer Name'],
    Amount: ['Sales'],
    Status: ['Status', 'Order Status'],
    OrderDate: ['Order Date'],
    oneOf: ['Row ID', 'Ship Mode', 'Ship Date', 'Segment'],
    rows: 'lines',
  },
];
