import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test } from "vitest";
import { keepPushed } from "./keep-pushed";

const queryKey = ["file"];
let client: QueryClient;
beforeEach(() => {
  client = new QueryClient();
  client.setQueryData(queryKey, { rows: 1 });
});
afterEach(() => client.clear());

/** A page that shows the query, and an answer that comes when the test wants it. */
function watch(): { shown: () => unknown; answer: (data: object) => Promise<void> } {
  let resolve: (data: object) => void = () => undefined;
  const queryFn = () => new Promise<object>((arrive) => (resolve = arrive));
  const observer = new QueryObserver(client, { queryKey, queryFn, staleTime: Number.POSITIVE_INFINITY });
  observer.subscribe(() => undefined);
  const asked = client.invalidateQueries({ queryKey });
  return {
    shown: () => observer.getCurrentResult().data,
    async answer(data) {
      resolve(data);
      await asked;
    },
  };
}

test("an answer that was asked before a push and comes after it changes nothing", async () => {
  const page = watch();
  keepPushed(client, queryKey, { rows: 3 });
  await page.answer({ rows: 2 });
  expect(page.shown()).toEqual({ rows: 3 });
});

test("what is asked after a push is shown", async () => {
  keepPushed(client, queryKey, { rows: 3 });
  const page = watch();
  await page.answer({ rows: 4 });
  expect(page.shown()).toEqual({ rows: 4 });
});
