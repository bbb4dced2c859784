-- id: total-sales-by-customer
-- title: Total sales by customer
-- row: one customer, the largest total first
-- chart: bar customer total_sales

SELECT
  customer,
  SUM(amount) AS total_sales
FROM orders
GROUP BY customer
ORDER BY total_sales DESC, customer
