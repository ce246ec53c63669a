"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTRPC } from "../layout/trpc";

/** People whose acts may be in the list, by their ids and in the order of their names. */
export function usePeople() {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.audit.actors.queryOptions());
  return useMemo(() => {
    const list = data ?? [];
    return { list, byId: new Map(list.map(({ actorId, name }) => [actorId, name])) };
  }, [data]);
}
