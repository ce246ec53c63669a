import type { InfiniteData, QueryClient, QueryFilters } from "@tanstack/react-query";

/**
 * Forgets what a list fetched beyond its first pages: asked anew, every page that is kept is asked for,
 * one after the other, and of a list that was scrolled far there are hundreds.
 */
export function keepFirstPages(queryClient: QueryClient, filters: QueryFilters, most = 3): void {
  for (const query of queryClient.getQueryCache().findAll(filters)) {
    const data = query.state.data as Partial<InfiniteData<unknown>> | undefined;
    if (!Array.isArray(data?.pages) || !Array.isArray(data.pageParams) || data.pages.length <= most) continue;
    const kept = { pages: data.pages.slice(0, most), pageParams: data.pageParams.slice(0, most) };
    query.setState({ ...query.state, data: kept });
  }
}
