export const utf16Encodings = ["utf-16le", "utf-16be"] as const;
/** What spreadsheets call “Unicode text”. Such a file is read from a text in UTF-8 that is made of it. */
export type Utf16 = (typeof utf16Encodings)[number];

/** Which UTF-16 a file's first bytes are: by its mark, else by where Latin text has its NULs; null for none. */
export function utf16Of(head: Uint8Array): Utf16 | null {
  const isUtf32 =
    head[2] === 0 && head[3] === 0 ? head[0] === 0xff && head[1] === 0xfe : startsAsUtf32Be(head);
  if (isUtf32) return null;
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  const sample = Math.min(head.length, 4096) & ~1;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < sample; i += 2) {
    if (head[i] === 0) even++;
    if (head[i + 1] === 0) odd++;
  }
  const pairs = sample / 2;
  // Latin text in UTF-16 has a NUL in one half of nearly every pair and hardly ever in the other.
  if (pairs < 4 || Math.max(even, odd) <= pairs * 0.6 || Math.min(even, odd) >= pairs * 0.1) return null;
  return odd > even ? "utf-16le" : "utf-16be";
}

export function startsAsUtf32Be(head: Uint8Array): boolean {
  return head[0] === 0 && head[1] === 0 && head[2] === 0xfe && head[3] === 0xff;
}

/** The same text in UTF-8, without its mark; a character that the end cuts in two is left out. */
export function utf16ToUtf8(head: Uint8Array, encoding: Utf16): Uint8Array {
  return new TextEncoder().encode(new TextDecoder(encoding).decode(head, { stream: true }));
}

/** The same of a whole file, as its bytes come. */
export async function* streamAsUtf8(
  bytes: AsyncIterable<Uint8Array>,
  encoding: Utf16,
): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding);
  const encoder = new TextEncoder();
  for await (const part of bytes) yield encoder.encode(decoder.decode(part, { stream: true }));
  yield encoder.encode(decoder.decode());
}

/** Bytes of a text in it. */
export function encodeUtf16(text: string, encoding: Utf16): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), encoding === "utf-16le");
  return bytes;
}
