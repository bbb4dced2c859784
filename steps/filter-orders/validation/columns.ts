export { COLUMNS, type Column } from '../../../pipeline/columns';
