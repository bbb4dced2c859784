/** Athena's own word for a scan over the work group's limit: the query is then cancelled, not failed. */
export const BYTES_LIMIT = 'Bytes scanned limit was exceeded';
