-- id: uploads
-- title: Uploads
-- row: one upload that holds orders, the earliest first
-- chart: none

SELECT
  upload,
  shop,
  source,
  SUM(row_count) AS row_count,
  COUNT(*) FILTER (WHERE state = 'counts') AS orders,
  COUNT(*) FILTER (WHERE state = 'replaced') AS replaced,
  MAX(replaced_by) AS replaced_by,
  COUNT(*) FILTER (WHERE state = 'dropped') AS dropped,
  COUNT(*) FILTER (WHERE state = 'ambiguous') AS ambiguous,
  COUNT(*) FILTER (WHERE state = 'other-currency') AS other_currency,
  SUM(row_count - 1) FILTER (WHERE state = 'counts') AS repeated,
  COUNT(*) FILTER (WHERE state = 'counts' AND clash IS NOT NULL) AS clashes,
  MAX(clash) FILTER (WHERE state = 'counts') AS clashes_with,
  SUM(amount) FILTER (WHERE state = 'counts') AS amount,
  MIN(order_date) FILTER (WHERE state = 'counts') AS first_day,
  MAX(order_date) FILTER (WHERE state = 'counts') AS last_day
FROM orders_snapshots
WHERE snapshot = '{{snapshot}}'
GROUP BY upload, shop, source
ORDER BY upload, shop, source
