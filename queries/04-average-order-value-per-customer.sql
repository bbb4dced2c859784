-- id: average-order-value-per-customer
-- title: Average order value per customer
-- row: one customer, the highest average first; to the cent, half up
-- chart: bar customer average_order_value

SELECT
  customer,
  AVG(amount) AS average_order_value
FROM orders
GROUP BY customer
ORDER BY average_order_value DESC, customer
