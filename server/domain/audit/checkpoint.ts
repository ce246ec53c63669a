import { hash } from "node:crypto";

/** The state of the log at one size: what is signed, and what leaves the machine. */
export type Checkpoint = { readonly origin: string; readonly size: number; readonly root: Buffer };

/** A signer outside the database. `publicKey` is the 32 bytes of Ed25519. */
export type Signer = {
  readonly name: string;
  readonly publicKey: Buffer;
  sign(bytes: Buffer): Buffer;
};

const ed25519 = 0x01;

/**
 * A checkpoint as text, signed: the C2SP forms `tlog-checkpoint` and `signed-note`, which the tools of
 * transparency logs read too. Three lines (origin, size, root in base64), an empty one, the signature.
 */
export function signCheckpoint(checkpoint: Checkpoint, signer: Signer): string {
  const text = textOf(checkpoint);
  const signature = Buffer.concat([keyHash(signer), signer.sign(Buffer.from(text))]);
  return `${text}\n— ${signer.name} ${signature.toString("base64")}\n`;
}

/** What a signed checkpoint says, its signature checked by `verify`; null when it is none of this key's. */
export function readCheckpoint(
  note: string,
  key: Pick<Signer, "name" | "publicKey">,
  verify: (bytes: Buffer, signature: Buffer) => boolean,
): Checkpoint | null {
  const match = /^(([^\n]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n)\n((?:— [^\n]+\n)+)$/.exec(note);
  if (!match) return null;
  const [, text = "", origin = "", size = "", root = "", signatures = ""] = match;
  const isSigned = signatures.split("\n").some((line) => {
    const [dash, name, encoded = ""] = line.split(" ");
    const bytes = Buffer.from(encoded, "base64");
    return (
      dash === "—" &&
      name === key.name &&
      bytes.subarray(0, 4).equals(keyHash(key)) &&
      verify(Buffer.from(text), bytes.subarray(4))
    );
  });
  return isSigned ? { origin, size: Number(size), root: Buffer.from(root, "base64") } : null;
}

/** The line by which others know the key: `<name>+<hash>+<key>`. */
export function verifierKeyOf(key: Pick<Signer, "name" | "publicKey">): string {
  const typed = Buffer.concat([Buffer.of(ed25519), key.publicKey]);
  return `${key.name}+${keyHash(key).toString("hex")}+${typed.toString("base64")}`;
}

function textOf({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${root.toString("base64")}\n`;
}

function keyHash({ name, publicKey }: Pick<Signer, "name" | "publicKey">): Buffer {
  const bytes = Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(ed25519), publicKey]);
  return hash("sha256", bytes, "buffer").subarray(0, 4);
}
