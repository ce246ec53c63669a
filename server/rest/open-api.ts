import { z } from "zod";
import { errorTexts } from "#server/kernel/error-texts";
import { type ErrorCode, errorKinds } from "#server/kernel/errors";
import { problemSchema, statusOf } from "./problem";
import { rateLimit } from "./rate-limit";
import { pathFields, type Route } from "./route";
import { basePath } from "./routing";

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 document of the routes, from the very schemas that parse what they take and give. */
export function describeApi(routes: readonly Route[]): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: describeRoute(route) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Lastro",
      version: "1",
      summary: "Importações, operações, saldos e revisões dos fundos",
      description: introduction,
    },
    servers: [{ url: basePath }],
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: {
        token: {
          type: "http",
          scheme: "bearer",
          description: "Criado com `npx lastro token criar`; mostrado uma só vez.",
        },
        anbima: { type: "http", scheme: "basic", description: "A credencial de `ANBIMA_NOTICE_AUTH`." },
      },
      schemas: { Problema: schemaOf(problemSchema, "output") },
    },
  };
}

const introduction = [
  "Valores em centavos são inteiros em texto; preços, quantidades e taxas são decimais exatos em texto.",
  "Instantes em UTC; dias no calendário de São Paulo. Listas: repita o pedido com `cursor` igual a `proximo`.",
  "Todo POST aceita `Idempotency-Key`: o mesmo pedido com a mesma chave recebe a primeira resposta por 24 horas.",
  `Cada token faz até ${rateLimit.requests} pedidos a cada ${rateLimit.windowMs / 1_000} segundos.`,
].join(" ");

function describeRoute(route: Route): Json {
  const isMultipart = route.kind === "stream" && route.form !== undefined;
  return {
    operationId: `${route.method.toLowerCase()}${route.path.replace(/[{}]/g, "").replace(/[/-](\w)/g, (_, c: string) => c.toUpperCase())}`,
    summary: route.summary,
    ...(route.description ? { description: route.description } : {}),
    ...(route.capability
      ? { "x-direito": route.capability }
      : { security: route.auth ? [{ [route.auth]: [] }] : [] }),
    parameters: parametersOf(route),
    ...(isMultipart
      ? { requestBody: bodyOf("multipart/form-data", schemaOf(route.form as z.ZodType, "input")) }
      : jsonBody(route)),
    responses: responsesOf(route),
  };
}

function parametersOf(route: Route): Json[] {
  const inPath = new Set(pathFields(route.path));
  const properties = Object.entries(route.input.shape);
  const parameters = properties.flatMap(([name, field]) => {
    const isPath = inPath.has(name);
    if (!isPath && route.method !== "GET") return [];
    const { description, ...schema } = schemaOf(field as z.ZodType, "input") as { description?: string };
    const isRequired = isPath || !(field as z.ZodType).safeParse(undefined).success;
    return [
      {
        name,
        in: isPath ? "path" : "query",
        required: isRequired,
        ...(description ? { description } : {}),
        schema,
      },
    ];
  });
  const key = {
    name: "Idempotency-Key",
    in: "header",
    required: false,
    description: "Chave do pedido, escolhida por quem chama",
    schema: { type: "string", maxLength: 200 },
  };
  return route.method === "POST" ? [...parameters, key] : parameters;
}

function jsonBody(route: Route): Json {
  if (route.method !== "POST") return {};
  const inPath = Object.fromEntries(pathFields(route.path).map((name) => [name, true as const]));
  return { requestBody: bodyOf("application/json", schemaOf(route.input.omit(inPath as never), "input")) };
}

function bodyOf(mediaType: string, schema: Json): Json {
  return { required: true, content: { [mediaType]: { schema } } };
}

function responsesOf(route: Route): Json {
  const mediaType = route.kind === "stream" ? route.mediaType : "application/json";
  const schema = route.output ? schemaOf(route.output, "output") : { type: "string" };
  const responses: Record<string, Json> = {
    [route.status]: { description: "Feito", content: { [mediaType]: { schema } } },
  };
  const codes: ErrorCode[] = [...(route.errors ?? []), "input.invalid", "database.unavailable"];
  if (route.capability) codes.push("token.invalid", "auth.denied", "rate.exceeded");
  for (const code of codes) {
    const status = String(statusOf(code, errorKinds[code]));
    const text = `${errorTexts[code].message} (\`${code}\`)`;
    const before = responses[status]?.description;
    responses[status] = {
      description: before ? `${before} · ${text}` : text,
      content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problema" } } },
    };
  }
  return responses;
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): Json {
  const {
    $schema: _,
    "~standard": __,
    ...plain
  } = z.toJSONSchema(schema, { io, unrepresentable: "any" }) as Json;
  return plain;
}
