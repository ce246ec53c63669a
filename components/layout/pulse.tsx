"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { transformer } from "#server/trpc/transformer";
import { useFundScope } from "./fund-scope";
import { keepPushed } from "./keep-pushed";
import { type RouterOutput, useTRPC } from "./trpc";

export type Pulse = RouterOutput["home"]["pulse"];
export type Connection = "live" | "reconnecting" | "polling" | "paused";
type Value = {
  pulse: Pulse | undefined;
  connection: Connection;
  setPaused: (isPaused: boolean) => void;
};

const PulseContext = createContext<Value>({
  pulse: undefined,
  connection: "reconnecting",
  setPaused: () => undefined,
});
export const usePulse = () => useContext(PulseContext);

const pollMs = 10_000;
const failuresToPoll = 3;
const tryAgainMs = 60_000;

/**
 * The state of things on every page, kept current by one connection while the page is looked at: a
 * browser opens few to one server. After three failures it asks every ten seconds instead, and says so.
 */
export function PulseProvider({ children }: { children: ReactNode }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [fund] = useFundScope();
  const [isPaused, setPaused] = useState(false);
  const [connection, setConnection] = useState<Exclude<Connection, "paused">>("reconnecting");
  const options = trpc.home.pulse.queryOptions({ fundCode: fund });
  const pulse = useQuery({
    ...options,
    meta: { isBackground: true },
    refetchInterval: connection === "polling" && !isPaused ? pollMs : false,
  });
  const key = JSON.stringify(options.queryKey);

  useEffect(() => {
    if (isPaused) return;
    const queryKey = JSON.parse(key) as typeof options.queryKey;
    return keepListening({
      path: `/api/eventos${fund ? `?fundo=${encodeURIComponent(fund)}` : ""}`,
      onPulse: (next) => keepPushed(queryClient, queryKey, next),
      onConnection: setConnection,
    });
  }, [fund, isPaused, key, queryClient]);

  const value = useMemo<Value>(
    () => ({ pulse: pulse.data, connection: isPaused ? "paused" : connection, setPaused }),
    [pulse.data, connection, isPaused],
  );
  return <PulseContext value={value}>{children}</PulseContext>;
}

type Listening = {
  path: string;
  onPulse: (pulse: Pulse) => void;
  onConnection: (connection: Exclude<Connection, "paused">) => void;
};

function keepListening({ path, onPulse, onConnection }: Listening): () => void {
  let source: EventSource | null = null;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const close = () => {
    source?.close();
    source = null;
    clearTimeout(timer);
  };
  const open = () => {
    close();
    source = new EventSource(path);
    source.addEventListener("pulse", (event) => {
      failures = 0;
      onConnection("live");
      onPulse(transformer.deserialize(JSON.parse(event.data)) as Pulse);
    });
    source.addEventListener("problem", (event) => {
      const { code } = JSON.parse(event.data) as { code: string };
      if (code === "auth.required") window.location.reload();
    });
    source.addEventListener("error", () => {
      failures += 1;
      if (failures < failuresToPoll && source?.readyState !== EventSource.CLOSED) {
        return onConnection("reconnecting");
      }
      close();
      onConnection("polling");
      timer = setTimeout(open, tryAgainMs);
    });
  };
  const onVisibility = () => (document.hidden ? close() : open());
  // A cut network is noticed by a silent connection only minutes later.
  const onOffline = () => {
    close();
    onConnection("reconnecting");
  };
  if (!document.hidden) open();
  document.addEventListener("visibilitychange", onVisibility);
  window.addEventListener("offline", onOffline);
  window.addEventListener("online", onVisibility);
  return () => {
    document.removeEventListener("visibilitychange", onVisibility);
    window.removeEventListener("offline", onOffline);
    window.removeEventListener("online", onVisibility);
    close();
  };
}
