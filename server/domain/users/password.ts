import { hash, verify } from "@node-rs/argon2";

/** argon2id (algorithm 2) at OWASP’s floor (19 MiB, t=2, p=1): about 30 ms a check, 76 MiB at most at once. */
const cost = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const checksAtOnce = 4;

let running = 0;
const queue: (() => void)[] = [];

/** @returns the PHC string (`$argon2id$v=19$m=19456,t=2,p=1$…`) that is stored. */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password, cost));
}

/**
 * Whether `password` is the one behind `stored`. With `null` (no such user) the same work is done
 * against a decoy, so that the time tells nobody which addresses exist.
 */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  const target = stored ?? (await decoy());
  const matches = await inTurn(() => verify(target, password).catch(() => false));
  return stored !== null && matches;
}

let decoyHash: Promise<string> | undefined;
function decoy(): Promise<string> {
  decoyHash ??= hashPassword("no account has this password");
  return decoyHash;
}

/** Lets only a few hashes run at once, so that a burst of sign-ins cannot exhaust the memory. */
async function inTurn<T>(run: () => Promise<T>): Promise<T> {
  if (running >= checksAtOnce) await new Promise<void>((resume) => queue.push(resume));
  else running++;
  try {
    return await run();
  } finally {
    const next = queue.shift();
    if (next) next();
    else running--;
  }
}
