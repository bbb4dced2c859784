import { ServiceError } from '../../endpoint/service-error';

/** Throws `InvalidExecutionInput` in the words of the JSON parser that AWS uses. */
export function checkExecutionInput(input: string): void {
  try {
    JSON.parse(input);
  } catch {
    throw new ServiceError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${complaint(input.trim())}'`);
  }
}

function complaint(text: string): string {
  if (text === '') return 'Invalid execution input.';
  const [token] = /^[\p{L}_$][\p{L}\p{N}_$]*/u.exec(text) ?? [];
  if (token !== undefined)
    return `Unrecognized token '${token}': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')`;
  const [, name] = /^\{\s*([^"}\s])/.exec(text) ?? [];
  if (name !== undefined) return `${unexpected(name)}: was expecting double-quote to start field name`;
  if (/^[{["\d-]/.test(text)) return 'Unexpected end-of-input or character within the value';
  return `${unexpected(text[0] ?? '')}: expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')`;
}

function unexpected(character: string): string {
  return `Unexpected character ('${character}' (code ${character.codePointAt(0)}))`;
}
