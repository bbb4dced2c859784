-- id: largest-orders-of-february-2025
-- title: The ten largest orders of February 2025
-- row: one order, the largest amount first
-- chart: bar order_id amount

WITH orders AS (
  SELECT
    orderid AS order_id,
    customer,
    CAST(amount AS DECIMAL(18, 2)) AS amount,
    status,
    CAST(orderdate AS DATE) AS order_date
  FROM processed
)
SELECT
  order_id,
  customer,
  amount,
  status,
  order_date
FROM orders
WHERE order_date >= DATE '2025-02-01' AND order_date < DATE '2025-03-01'
ORDER BY amount DESC, order_id, customer, order_date, status
LIMIT 10
