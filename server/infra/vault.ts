import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import type { Vault } from "#server/kernel/ports";

const version = 1;
const ivBytes = 12;
const tagBytes = 16;

/**
 * AES-256-GCM under a key that HKDF derives from the site's secret, one for each purpose; a sealed text is
 * `version | iv | tag | ciphertext`. Whoever has the database alone has nothing.
 */
export function createVault(secret: string): Vault {
  const keyOf = (purpose: string) =>
    Buffer.from(hkdfSync("sha256", secret, "lastro", `lastro:vault:${version}:${purpose}`, 32));
  return {
    seal(plain, purpose) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv("aes-256-gcm", keyOf(purpose), iv);
      const text = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
      return Buffer.concat([Buffer.of(version), iv, cipher.getAuthTag(), text]);
    },
    open(sealed, purpose) {
      const bytes = Buffer.from(sealed);
      if (bytes[0] !== version || bytes.length < 1 + ivBytes + tagBytes) return null;
      const decipher = createDecipheriv("aes-256-gcm", keyOf(purpose), bytes.subarray(1, 1 + ivBytes));
      decipher.setAuthTag(bytes.subarray(1 + ivBytes, 1 + ivBytes + tagBytes));
      try {
        const text = [decipher.update(bytes.subarray(1 + ivBytes + tagBytes)), decipher.final()];
        return Buffer.concat(text).toString("utf8");
      } catch {
        return null;
      }
    },
  };
}
