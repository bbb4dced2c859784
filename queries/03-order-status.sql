-- id: order-status
-- title: Order status
-- row: one status as it was written, the most frequent first
-- chart: donut status orders

SELECT
  status,
  COUNT(*) AS orders,
  SUM(amount) AS total_amount
FROM orders
GROUP BY status
ORDER BY orders DESC, status
