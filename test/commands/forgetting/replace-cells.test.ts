import { replaceCells } from '../../../commands/forgetting/replace-cells';

const replaced = (text: string, name: string) => {
  const { text: written, count } = replaceCells(text, name, 'gone');
  return [written, count];
};

describe('a name in a file', () => {
  it.each([
    ['in a cell', 'id,customer\n1,Ann Lee\n2,Bob\n', 'Ann Lee', 'id,customer\n1,gone\n2,Bob\n', 1],
    ['in quotes', '1,"Ann Lee",3\r\n2," Ann Lee ",3\r\n', 'Ann Lee', '1,gone,3\r\n2,gone,3\r\n', 2],
    ['with quotes and a comma in it', '1,"Smith, ""JJ""",2\n', 'Smith, "JJ"', '1,gone,2\n', 1],
    ['between other separators', '1;Ann\t2|Ann', 'Ann', '1;gone\t2|gone', 2],
    ['with letters beyond ASCII', '1,Zoë Müller,€\n', 'Zoë Müller', '1,gone,€\n', 1],
    ['behind a cell with one quote in it', '1,15" wide,Ann\n2,x,Ann\n', 'Ann', '1,15" wide,gone\n2,x,gone\n', 2],
    ['in two cells', '1,Ann,x,Lee\n2,Ann,Lou\n3,Lee,Ann\n', 'Ann Lee', '1,gone,x,\n2,Ann,Lou\n3,Lee,Ann\n', 2],
    ['at the beginning, after a byte-order mark', '\uFEFFAnn,1\n', 'Ann', '\uFEFFgone,1\n', 1],
  ])('%s is replaced, and nothing else', (_where, text, name, expected, count) => {
    expect(replaced(text, name)).toEqual([expected, count]);
  });

  it.each([
    ['part of a longer one', '1,Ann Leeds\n2,Joann Lee\n', 'Ann Lee'],
    ['inside of a longer quoted cell', '1,"Ann Lee, and others"\n', 'Ann Lee'],
    ['absent', '1,Bob\n', 'Ann Lee'],
    ['of no file', '', 'Ann Lee'],
  ])('that is %s is left', (_what, text, name) => {
    expect(replaced(text, name)).toEqual([text, 0]);
  });
});
