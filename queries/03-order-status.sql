-- id: order-status
-- title: Order status
-- row: one status as it was written, the most frequent first
-- chart: donut status orders

SELECT
  status,
  COUNT(*) AS orders,
  SUM(CAST(amount AS DECIMAL(18, 2))) AS total_amount
FROM processed
GROUP BY status
ORDER BY orders DESC, status
