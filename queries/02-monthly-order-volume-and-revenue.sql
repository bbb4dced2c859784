-- id: monthly-order-volume-and-revenue
-- title: Monthly order volume and revenue
-- row: one month by order date, named by its first day, the earliest first
-- chart: line order_month revenue

WITH orders AS (
  SELECT
    date_trunc('month', CAST(orderdate AS DATE)) AS order_month,
    CAST(amount AS DECIMAL(18, 2)) AS amount
  FROM processed
)
SELECT
  order_month,
  COUNT(*) AS orders,
  SUM(amount) AS revenue
FROM orders
GROUP BY order_month
ORDER BY order_month
