import { createServer } from "node:net";

/** Whether something can listen on `port` now, on every address that the web server would take. */
export async function isPortFree(port, host) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** The first free port from `port` upwards. */
export async function nextFreePort(port, { host, taken = new Set() } = {}) {
  for (let candidate = port; candidate < Math.min(port + 500, 65_536); candidate++) {
    if (!taken.has(candidate) && (await isPortFree(candidate, host))) return candidate;
  }
  throw new Error(`nenhuma porta livre a partir da ${port}`);
}

/** A free port of 127.0.0.1 below the range from which the system takes ports for outgoing calls. */
export async function randomFreePort() {
  for (let attempt = 0; attempt < 200; attempt++) {
    const candidate = 20_000 + Math.floor(Math.random() * 12_000);
    if (await isPortFree(candidate, "127.0.0.1")) return candidate;
  }
  throw new Error("nenhuma porta livre entre 20000 e 32000");
}
