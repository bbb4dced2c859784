-- What the orders are: one row per order, variant and upload. The rows in state 'counts' are the orders.
--
-- Rows of one order in one upload with the same customer, status and date are one row; rows that disagree in these stay apart, so every sum
-- by customer, status or month is what the rows say. An order is known by its shop and its id.
-- Filled at deployment: the currency, its signs, the drop rule. Filled by each execution: asOf, a validated day.

WITH upload_facts AS (
  SELECT file, shop, source, upload, rows AS row_mode, CASE currency ${signs} WHEN '' THEN NULL ELSE ARRAY[currency] END AS currencies
  FROM uploads
), oldest_currency AS (
  SELECT min_by(currencies, upload) AS currencies FROM upload_facts WHERE currencies IS NOT NULL
), base_currency AS (
  -- The declared one, else that of the oldest upload that shows one; a sign means what the oldest code that agrees with it says.
  SELECT coalesce(${currency}, min_by(facts.currencies, IF(cardinality(facts.currencies) = 1, '0', '1') || facts.upload)) AS currencies
  FROM upload_facts AS facts JOIN oldest_currency ON arrays_overlap(facts.currencies, oldest_currency.currencies)
), facts AS (
  SELECT file, shop, source, upload, row_mode, NOT arrays_overlap(upload_facts.currencies, base_currency.currencies) AS is_other_currency
  FROM upload_facts CROSS JOIN base_currency
), rows_read AS (
  SELECT *, regexp_extract("$path", '/filtered_([^/]+)$', 1) AS file FROM processed
  UNION ALL
  SELECT *, regexp_extract("$path", '/dropped_([^/]+)$', 1) FROM dropped
), typed AS (
  SELECT file, orderid AS order_id, customer, status, CAST(orderdate AS DATE) AS order_date,
    CAST(NULLIF(CAST(amount AS VARCHAR), '') AS DECIMAL(18, 2)) AS amount,
    translate(status, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz') IN (${dropStatuses})
      AND date_diff('day', CAST(orderdate AS DATE), DATE '${asOf}') >= ${dropAfterDays} AS is_dropped
  FROM rows_read
), uploaded AS (
  SELECT typed.*, coalesce(shop, '') AS shop, coalesce(source, 'standard') AS source, coalesce(upload, '') AS upload,
    coalesce(row_mode, '') AS row_mode, is_other_currency
  FROM typed LEFT JOIN facts ON facts.file = typed.file
), variants AS (
  SELECT file, shop, source, upload, row_mode, is_other_currency, order_id, customer, status, order_date, is_dropped,
    COUNT(*) AS row_count, SUM(amount) AS total, MIN(amount) AS least, MAX(amount) AS most
  FROM uploaded
  WHERE amount IS NOT NULL OR is_dropped -- an order without an amount is understood only once it is dropped
  GROUP BY file, shop, source, upload, row_mode, is_other_currency, order_id, customer, status, order_date, is_dropped
), compared AS (
  SELECT *, SUM(row_count) OVER (PARTITION BY file, order_id) AS rows_of_order,
    MIN(least) OVER (PARTITION BY file, order_id) < MAX(most) OVER (PARTITION BY file, order_id) AS differs
  FROM variants
), ranked AS (
  SELECT *, bool_or(differs) OVER (PARTITION BY file) AS any_differs, MAX(upload) OVER (PARTITION BY shop, order_id) AS latest,
    greatest(
      MAX(upload) OVER (PARTITION BY shop, order_id, customer),
      MAX(upload) OVER (PARTITION BY shop, order_id, order_date)
    ) AS latest_of_order
  FROM compared
)
SELECT order_id, customer, CAST(IF(row_mode = 'lines' OR least < most, total, least) AS DECIMAL(38, 2)) AS amount, status, order_date,
  shop, source, upload, row_count, IF(upload < latest_of_order, latest_of_order) AS replaced_by,
  IF(upload = latest_of_order AND upload < latest, latest) AS clash,
  CASE
    WHEN upload < latest_of_order THEN 'replaced'
    WHEN row_mode = '' AND any_differs AND rows_of_order > 1 THEN 'ambiguous'
    WHEN is_other_currency THEN 'other-currency'
    WHEN is_dropped THEN 'dropped'
    ELSE 'counts'
  END AS state
FROM ranked
