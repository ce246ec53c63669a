import { z } from "zod";
import { json } from "../answer";
import { describeApi } from "../open-api";
import { type Route, restStream } from "../route";

/** The description of the routes, itself included; public, since it says nothing about anybody. */
export function openApiRoute(routes: () => readonly Route[]): Route {
  return restStream({
    method: "GET",
    path: "/openapi.json",
    capability: null,
    summary: "Esta descrição, em OpenAPI 3.1",
    status: 200,
    output: z.record(z.string(), z.unknown()),
    mediaType: "application/json",
    input: z.strictObject({}),
    run: async () => json(200, describeApi(routes())),
  });
}
