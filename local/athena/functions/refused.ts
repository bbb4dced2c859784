export const REFUSED_NAMES = 'approx_distinct';
