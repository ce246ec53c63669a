const shownChars = 80;
const storedChars = 4_000;

// C0, DEL, C1, the invisible marks that reorder or hide text, and half surrogates (PostgreSQL refuses those).
const invisible =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
  /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;
const invisibles = new RegExp(invisible.source, "g");

/** What came, for a message: quoted, at most 80 characters, nothing invisible, safe in JSON and in text columns. */
export function excerpt(text: string): string {
  if (text === "") return "vazio";
  const cut = cutAt(text, shownChars);
  const visible = cut.replace(invisibles, (mark) => (mark === "\u0000" ? "␀" : "�")).toWellFormed();
  return `“${visible}”${cut.length < text.length ? "…" : ""}`;
}

/** The raw line as it is kept: at most 4,000 characters, NUL shown as `␀`, since PostgreSQL text holds neither. */
export function storableText(text: string): string {
  const cut = text.length > storedChars ? `${cutAt(text, storedChars)}…` : text;
  const withoutNul = cut.includes("\u0000") ? cut.replaceAll("\u0000", "␀") : cut;
  return withoutNul.isWellFormed() ? withoutNul : withoutNul.toWellFormed();
}

/** True when a text holds a character that a person cannot see (control, direction mark, zero width). */
export function hasInvisible(text: string): boolean {
  return invisible.test(text);
}

function cutAt(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit);
}
