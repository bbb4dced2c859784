/** What the files of the tables `processed` and `dropped` can be. A file's name ends in its format. */
export const TABLE_FORMATS = ['csv', 'parquet'] as const;

export type TableFormat = (typeof TABLE_FORMATS)[number];
