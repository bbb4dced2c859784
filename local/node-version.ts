/** The AWS SDK's own announcement; until then the oldest version that is supported here works. */
const SDK_NEEDS = 22;

/** What a person on an older Node should know, said once at the start; undefined on a newer one. The SDK would say it in every process. */
export function nodeNotice(version: string): string | undefined {
  const [major = 0] = version.split('.').map(Number);
  if (major >= SDK_NEEDS) return undefined;
  return `Node ${version} works. From January 2027 on, new versions of the AWS SDK need Node ${SDK_NEEDS}; production runs 24 (.nvmrc)`;
}
