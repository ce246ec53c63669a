import type { QueryClient, QueryKey } from "@tanstack/react-query";

/**
 * Keeps what a stream pushed as the answer to a query. An answer still under way was asked earlier; coming
 * later, it would put the past over this for good, because a stream says nothing twice.
 */
export function keepPushed(queryClient: QueryClient, queryKey: QueryKey, pushed: object): void {
  void queryClient.cancelQueries({ queryKey, exact: true });
  queryClient.setQueryData(queryKey, pushed);
}
