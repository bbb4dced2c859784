/**
 * JSON in which every character beyond ASCII is written as `\uXXXX`. CloudFormation reads such characters but gives them back as `?`
 * (aws-cloudformation/cloudformation-coverage-roadmap#814), so that every later diff, and an import, would trip over them.
 * `${` is written so too: CloudFormation's own validation takes it for a parameter outside of `Fn::Sub`, and refuses the template.
 */
export function asciiJson(value: object | string): string {
  return JSON.stringify(value).replace(
    /[^\x20-\x7e]|(?<=\$)\{(?=[A-Za-z])(?!Token\[)/g,
    unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
