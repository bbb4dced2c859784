import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXECUTION_ERRORS, FILE_ERRORS, ROW_RULES } from '../../pipeline/errors';

const ERRORS = { ...FILE_ERRORS, ...EXECUTION_ERRORS, ...ROW_RULES };
const sections = new Map(
  readFileSync(join(__dirname, '../../docs/errors.md'), 'utf8')
    .split(/^### /m)
    .slice(1)
    .map(section => [section.slice(0, section.indexOf('\n')), section] as const),
);

describe('docs/errors.md', () => {
  it('has one heading for each error and each rule', () => {
    expect([...sections.keys()].sort()).toEqual(Object.keys(ERRORS).sort());
  });

  it.each(Object.entries(ERRORS))('says of %s what the code says', (name, { means, remedy }) => {
    expect(sections.get(name)).toContain(means);
    expect(sections.get(name)).toContain(remedy);
  });
});
