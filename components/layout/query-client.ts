import { defaultShouldDehydrateQuery, QueryCache, QueryClient } from "@tanstack/react-query";
import { readProblem } from "./problem";

/** Cached answers; what the person may not fix by trying again is not tried again. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: leaveWhenSignedOut }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (count, error) => {
          // While a page is made there is nobody to wait for a second try.
          if (typeof window === "undefined") return false;
          const problem = readProblem(error);
          return count < 2 && (problem === null || problem.kind === "unavailable");
        },
      },
      mutations: { onError: leaveWhenSignedOut },
      dehydrate: { shouldDehydrateQuery: defaultShouldDehydrateQuery },
    },
  });
}

/** A session that ended elsewhere: sign in again and come back to the same address. */
function leaveWhenSignedOut(error: unknown): void {
  if (typeof window === "undefined" || readProblem(error)?.code !== "auth.required") return;
  const back = window.location.pathname + window.location.search;
  window.location.assign(`/entrar?voltar=${encodeURIComponent(back)}&motivo=sessao`);
}
