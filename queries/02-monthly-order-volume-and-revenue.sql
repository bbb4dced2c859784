-- id: monthly-order-volume-and-revenue
-- title: Monthly order volume and revenue
-- row: one month by order date, named by its first day, the earliest first
-- chart: line order_month revenue

SELECT
  date_trunc('month', order_date) AS order_month,
  COUNT(*) AS orders,
  SUM(amount) AS revenue
FROM orders
GROUP BY date_trunc('month', order_date)
ORDER BY order_month
