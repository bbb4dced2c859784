/** What AWS finds wrong with a definition. Source: https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinitionDiagnostic.html */
export interface Diagnostic {
  readonly severity: 'ERROR' | 'WARNING';
  readonly code:
    | 'INVALID_JSON_DESCRIPTION'
    | 'SCHEMA_VALIDATION_FAILED'
    | 'MISSING_TRANSITION_TARGET'
    | 'MISSING_END_STATE'
    | 'INVALID_JSONATA_EXPRESSION'
    | 'UNSUPPORTED_JSONATA_EXPRESSION'
    | 'DUPLICATE_STATE_NAME'
    | 'DUPLICATE_VARIABLE_NAME';
  readonly message: string;
  /** `/States/Map/ItemProcessor/States/Task/Retry[0]/MaxAttempts` */
  readonly location?: string;
}

export function error(code: Diagnostic['code'], message: string, location?: string): Diagnostic {
  return { severity: 'ERROR', code, message, ...(location !== undefined && { location }) };
}

/** Most of what can be wrong. */
export function wrongSchema(message: string, location?: string): Diagnostic {
  return error('SCHEMA_VALIDATION_FAILED', message, location);
}
