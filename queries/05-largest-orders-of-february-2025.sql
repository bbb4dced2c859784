-- id: largest-orders-of-february-2025
-- title: The ten largest orders of February 2025
-- row: one order, the largest amount first
-- chart: bar order_id amount

SELECT
  order_id,
  customer,
  amount,
  status,
  order_date
FROM orders
WHERE order_date >= DATE '2025-02-01' AND order_date < DATE '2025-03-01'
ORDER BY amount DESC, order_id, customer, order_date, status, shop
LIMIT 10
