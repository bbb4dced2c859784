import { AGGREGATES, FUNCTIONS, WINDOW_FUNCTIONS } from '../functions/functions';
import { REFUSED_FUNCTIONS } from '../functions/refused';

it('refuses no function that there is', () => {
  const known = [FUNCTIONS, AGGREGATES, WINDOW_FUNCTIONS].flatMap(functions => [...functions.keys()]);
  expect(known.filter(name => REFUSED_FUNCTIONS.has(name))).toEqual([]);
});
