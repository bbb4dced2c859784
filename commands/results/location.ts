/** The bucket and the key of an address such as `s3://bucket/enriched/x.csv`. */
export function objectAt(location: string): { readonly Bucket: string; readonly Key: string } {
  const { hostname, pathname } = new URL(location);
  return { Bucket: hostname, Key: decodeURIComponent(pathname.slice(1)) };
}
