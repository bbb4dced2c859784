// AWS bounds an expression in time, depth and memory, and names which bound was met.

/** Source: https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html ("longer than 1 second"). */
const LONGEST_MILLISECONDS = 1_000;

/** A hundred terms of `1+1+…` pass in AWS, one more does not. */
const DEEPEST = 100;

/** `[1..873782]` passes in AWS and one element more does not: eight bytes an element, one a character. */
const MOST_BYTES = 6_990_256;

class MemoryLimitError extends Error {
  name = 'MemoryLimitError';
  constructor() {
    super('Expression evaluation memory limit exceeded: Check for excessive memory usage');
  }
}

const tooLong = () => new Error('Expression evaluation timeout: Check for infinite loop');
const tooDeep = () => new Error('Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive');

/** Watches every step of an evaluation. Branches that JSONata evaluates side by side do not nest, so they do not count as depth. */
function bound(expression) {
  const started = performance.now();
  let depth = 0;
  let steps = 0;
  expression.assign(Symbol.for('jsonata.__evaluate_entry'), (_expression, _input, environment) => {
    if (environment.isParallelCall) return;
    depth += 1;
    if (depth > DEEPEST) throw tooDeep();
    steps += 1;
    if (steps % 256 === 0 && performance.now() - started > LONGEST_MILLISECONDS) throw tooLong();
  });
  expression.assign(Symbol.for('jsonata.__evaluate_exit'), (_expression, _input, environment, result) => {
    if (typeof result === 'string' ? result.length > MOST_BYTES : Array.isArray(result) && result.length * 8 > MOST_BYTES)
      throw new MemoryLimitError();
    if (!environment.isParallelCall) depth -= 1;
  });
}

module.exports = { bound, MemoryLimitError };
