/** `lastro_<id without dashes>_<32 random bytes in base64url>`: the prefix lets scanners find a leaked one. */
export function formatToken(tokenId: string, secret: string): string {
  return `lastro_${tokenId.replaceAll("-", "")}_${secret}`;
}

/** Whether a text could be a token at all; what could not is not worth a query. */
export function isTokenShaped(text: string): boolean {
  return /^lastro_[0-9a-f]{32}_[A-Za-z0-9_-]{43}$/.test(text);
}

/** The funds that both a token and its person reach. */
export function intersectFunds(
  ofToken: "all" | readonly string[],
  ofPerson: "all" | readonly string[],
): "all" | readonly string[] {
  if (ofPerson === "all") return ofToken;
  if (ofToken === "all") return ofPerson;
  return ofToken.filter((fundId) => ofPerson.includes(fundId));
}
