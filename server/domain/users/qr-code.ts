/** A QR code as one path on a square: dark modules, with the quiet zone that readers need around them. */
export type QrCode = { size: number; path: string };

/** The encoder is large and rarely needed, so that it is loaded with the first code. */
export async function drawQrCode(text: string): Promise<QrCode> {
  const { toSVG } = await import("bwip-js/generic");
  const svg = toSVG({ bcid: "qrcode", text, padding: 4, scale: 1 });
  const size = Number(svg.match(/viewBox="0 0 (\d+) \d+"/)?.[1]);
  const path = svg.match(/<path d="([^"]+)"/)?.[1];
  if (!size || !path) throw new Error("the QR code came in another form");
  return { size, path };
}
