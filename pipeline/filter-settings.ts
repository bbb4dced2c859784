export { FILTER_TIMEOUT, filterEnvironment, RULES as FILTER_SETTINGS } from './rules';
