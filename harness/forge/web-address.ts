/** An address that may be posted: of the web, and without a credential. */
export function webAddress(address: string | null | undefined): string | undefined {
  if (address === null || address === undefined || address.length > 2000 || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
  [url.username, url.password] = ['', ''];
  return url.href;
}
