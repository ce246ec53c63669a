import type { RouterOutput } from "../layout/trpc";

export type Proof = RouterOutput["audit"]["proof"];
export type StepName = "leaf" | "path" | "key" | "signature";
export type Step = {
  name: StepName;
  state: "matched" | "differs" | "unchecked";
  /** Hex of what was computed here and of what it should be, where that tells something. */
  computed?: string;
  expected?: string;
  /** Why it was not checked. */
  why?: "insecure" | "algorithm" | "before";
};

const names: readonly StepName[] = ["leaf", "path", "key", "signature"];
const ed25519 = 1;

/**
 * Computes one event's proof anew with the browser's own arithmetic: the hash of its bytes (RFC 6962), the
 * way to the root, and the checkpoint that signs it. A step is only taken on what the one before it gave.
 * @param sealedHash hex of the leaf as it was sealed
 * @param subtle null where the browser has none, as on plain HTTP
 */
export async function checkProof(
  proof: Proof,
  sealedHash: string,
  subtle: SubtleCrypto | null,
): Promise<Step[]> {
  if (!subtle) return names.map((name) => ({ name, state: "unchecked", why: "insecure" }));
  const leaf = await sha256(subtle, Uint8Array.of(0), new TextEncoder().encode(proof.canonical));
  const steps: Step[] = [compare("leaf", toHex(leaf), sealedHash)];
  const note = readNote(proof.checkpoint);
  const root = await rootOf(subtle, leaf, proof);
  const signedRoot = note?.size === proof.size ? toHex(note.root) : "";
  steps.push(compare("path", root ? toHex(root) : "", signedRoot));
  const key = readKey(proof.key);
  const keyHash = key && (await hashOfKey(subtle, key));
  const signature = note?.signatures.find(
    ({ name, bytes }) => key !== null && name === key.name && toHex(bytes.subarray(0, 4)) === key.hash,
  );
  steps.push({ name: "key", state: signature && keyHash === key?.hash ? "matched" : "differs" });
  steps.push(await checkSignature(subtle, key?.bytes, note?.text, signature?.bytes.subarray(4)));
  return afterFailure(steps);
}

/** What rests on a step that does not match says nothing. */
function afterFailure(steps: readonly Step[]): Step[] {
  const failed = steps.findIndex(({ state }) => state === "differs");
  return steps.map((step, index) =>
    failed >= 0 && index > failed ? { name: step.name, state: "unchecked", why: "before" } : step,
  );
}

function compare(name: StepName, computed: string, expected: string): Step {
  return {
    name,
    state: computed !== "" && computed === expected ? "matched" : "differs",
    computed,
    expected,
  };
}

/** RFC 6962, 2.1.1: a right end without a sibling moves up until it has one. */
async function rootOf(
  subtle: SubtleCrypto,
  leaf: Uint8Array,
  { place, size, path }: Proof,
): Promise<Uint8Array | null> {
  if (place < 0 || place >= size) return null;
  let [root, at, last] = [leaf, place, size - 1];
  for (const text of path) {
    if (last === 0) return null;
    const sibling = fromBase64(text);
    if (at % 2 === 1 || at === last) {
      root = await sha256(subtle, Uint8Array.of(1), sibling, root);
      while (at % 2 === 0) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
    } else root = await sha256(subtle, Uint8Array.of(1), root, sibling);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 ? root : null;
}

async function checkSignature(
  subtle: SubtleCrypto,
  key: Uint8Array<ArrayBuffer> | undefined,
  text: string | undefined,
  signature: Uint8Array<ArrayBuffer> | undefined,
): Promise<Step> {
  if (!key || text === undefined || !signature) return { name: "signature", state: "differs" };
  try {
    const imported = await subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
    const isValid = await subtle.verify("Ed25519", imported, signature, new TextEncoder().encode(text));
    return { name: "signature", state: isValid ? "matched" : "differs" };
  } catch {
    return { name: "signature", state: "unchecked", why: "algorithm" };
  }
}

/** A C2SP checkpoint: origin, size and root, an empty line, signatures. */
function readNote(note: string) {
  const match = /^([^\n]+\n(\d{1,16})\n([A-Za-z0-9+/]{43}=)\n)\n((?:— [^\n]+\n)+)$/.exec(note);
  if (!match) return null;
  const [, text = "", size = "", root = "", lines = ""] = match;
  const signatures = lines.split("\n").flatMap((line) => {
    const [, name = "", encoded = ""] = /^— (\S+) (\S+)$/.exec(line) ?? [];
    return encoded ? [{ name, bytes: fromBase64(encoded) }] : [];
  });
  return { text, size: Number(size), root: fromBase64(root), signatures };
}

/** `<name>+<hash>+<type and key>`. */
function readKey(line: string) {
  const [, name = "", hash = "", encoded = ""] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(line.trim()) ?? [];
  const typed = fromBase64(encoded);
  return typed.length === 33 && typed[0] === ed25519 ? { name, hash, bytes: typed.subarray(1) } : null;
}

async function hashOfKey(
  subtle: SubtleCrypto,
  { name, bytes }: { name: string; bytes: Uint8Array },
): Promise<string> {
  const hashed = await sha256(subtle, new TextEncoder().encode(`${name}\n`), Uint8Array.of(ed25519), bytes);
  return toHex(hashed.subarray(0, 4));
}

async function sha256(
  subtle: SubtleCrypto,
  ...parts: readonly Uint8Array[]
): Promise<Uint8Array<ArrayBuffer>> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await subtle.digest("SHA-256", whole));
}

/** What is no base64 is as good as nothing. */
function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
