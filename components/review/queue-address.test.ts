import { expect, test } from "vitest";
import { loadQueue, openItemOf, toQueueInput } from "./queue-address";

const read = (query: string) => toQueueInput(loadQueue(new URLSearchParams(query)));

test("an address without anything is one's own queue, soonest due first", () => {
  expect(read("")).toMatchObject({ filter: { queue: "mine", reason: null, fundCode: null }, order: "due" });
});

test("queue, filter and order come from the address, and what means nothing is as if it were not there", () => {
  expect(read("fila=segunda&motivo=DESVIO_D1&fundo=ALFA&valor=1000..2500.50&ord=valor")).toMatchObject({
    filter: {
      queue: "second",
      reason: "DESVIO_D1",
      fundCode: "ALFA",
      minCents: "100000",
      maxCents: "250050",
    },
    order: "amount",
  });
  expect(read("fila=outra&ord=nada&arquivo=x")).toMatchObject({
    filter: { queue: "mine", uploadId: null },
    order: "due",
  });
});

test("what is counted beside the queues is the same filter, without the queue", () => {
  expect(read("fila=todas&motivo=DESVIO_D1").counted).not.toHaveProperty("queue");
  expect(read("fila=todas&motivo=DESVIO_D1").counted.reason).toBe("DESVIO_D1");
});

test("an item's address says which", () => {
  const id = "0198c0de-0000-7000-8000-000000000001";
  expect(openItemOf(`/revisao/${id}`)).toBe(id);
  expect(openItemOf("/revisao")).toBeNull();
});
