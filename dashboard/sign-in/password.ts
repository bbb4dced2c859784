import { z } from 'zod';

const secret = z.object({ password: z.string().min(12, 'expected at least 12 characters') });

/** The password out of a secret of the form `{"password": "…"}`. Throws where it has another form; the message holds nothing of the value. */
export async function loadPassword(secretArn: string): Promise<string> {
  // Loaded only where people sign in, to save memory elsewhere.
  const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
  const client = new SecretsManagerClient({});
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretArn }));
    return parsePassword(SecretString ?? '');
  } finally {
    client.destroy();
  }
}

export function parsePassword(json: string): string {
  const { data, error } = secret.safeParse(parseJson(json));
  if (data) return data.password;
  throw new Error(`The sign-in secret must be {"password": "…"}: ${error.issues.map(({ message }) => message).join('; ')}`);
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
