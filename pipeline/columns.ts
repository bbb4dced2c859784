/** The five columns of every file in `processed/` and `dropped/`, in this order and spelling: a CSV table is read by position. */
export const COLUMNS = ['OrderID', 'Customer', 'Amount', 'Status', 'OrderDate'] as const;

export type Column = (typeof COLUMNS)[number];
