import { frequentWords } from "./frequent-words";

/** Length is what counts; no rule about kinds of characters (ASVS 6.2). */
export const passwordLength = { min: 12, max: 128 } as const;

export type PasswordProblem = "short" | "long" | "personal" | "frequent";

/**
 * Why a password may not be used; null: it may. Refused: too short, anything that holds the person's own
 * name or address, and the passwords everybody tries first, also with digits, symbols and letters swapped
 * for figures around them.
 */
export function findPasswordProblem(
  password: string,
  person: { email: string; name: string },
): PasswordProblem | null {
  if ([...password].length < passwordLength.min) return "short";
  if ([...password].length > passwordLength.max) return "long";
  const plain = fold(password);
  if (ownWords(person).some((word) => plain.includes(word))) return "personal";
  return isFrequent(plain) ? "frequent" : null;
}

function ownWords({ email, name }: { email: string; name: string }): string[] {
  const [local = "", domain = ""] = fold(email).split("@");
  return [
    local,
    ...local.split(/[^a-z0-9]+/),
    domain.split(".")[0] ?? "",
    ...fold(name).split(/[^a-z0-9]+/),
  ].filter((word) => word.length >= 4 && !harmless.has(word));
}
/** Half the world's addresses have them. */
const harmless = new Set(["gmail", "mail", "email", "outlook"]);

function isFrequent(plain: string): boolean {
  if (isRepeated(plain) || isRun(plain)) return true;
  const bare = plain.replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, "");
  const stem = plain.replace(/[^a-z]+$/, "");
  return [plain, unswap(bare), unswap(stem)].some((text) => {
    const letters = text.replace(/[^a-z]/g, "");
    const core = text.replace(/^[^a-z]+|[^a-z]+$/g, "");
    return (
      frequentWords.has(letters) ||
      frequentWords.has(core) ||
      isRepeated(letters, 4) ||
      isMadeOfFrequent(letters)
    );
  });
}

/** Two or three of them in a row are no better: `senhasenha`, `adminsenha`. */
function isMadeOfFrequent(letters: string, words = 3): boolean {
  if (letters.length === 0) return false;
  if (frequentWords.has(letters)) return true;
  if (words === 1) return false;
  for (let end = 3; end < letters.length; end++) {
    if (frequentWords.has(letters.slice(0, end)) && isMadeOfFrequent(letters.slice(end), words - 1))
      return true;
  }
  return false;
}

/** One short piece again and again: `abcabcabcabc`, `121212121212`. */
function isRepeated(text: string, longest = 4): boolean {
  for (let size = 1; size <= longest; size++) {
    const piece = text.slice(0, size);
    if (text.length > size * 2 && piece.repeat(Math.ceil(text.length / size)).startsWith(text)) return true;
  }
  return false;
}

/** Keys or letters beside each other, most of the way: `123456789012`, `qwertyuiopas`, `abcdefghijkl`. */
function isRun(text: string): boolean {
  const neighbours = [..."x".repeat(text.length - 1)].filter((_, at) => {
    const pair = text.slice(at, at + 2);
    return rows.some((row) => row.includes(pair));
  });
  return neighbours.length >= (text.length - 1) * 0.75;
}
const forwards = [
  "01234567890",
  "abcdefghijklmnopqrstuvwxyz",
  "qwertyuiop",
  "asdfghjkl",
  "zxcvbnm",
  "1q2w3e4r5t6y7u8i9o0p",
];
const rows = [...forwards, ...forwards.map((row) => [...row].reverse().join(""))];

function fold(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase();
}

function unswap(text: string): string {
  return text.replace(/[013457@$!]/g, (sign) => swapped[sign] ?? sign);
}
const swapped: Record<string, string> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
  "!": "i",
};
