import { readVerifier, verifierNames } from "#server/infra/pack-files";

type Context = { params: Promise<{ nome: string }> };

/** The verifiers themselves: nothing of them is secret, and who checks us should not have to ask. */
export async function GET(_: Request, { params }: Context): Promise<Response> {
  const { nome } = await params;
  const name = verifierNames.find((one) => one === nome);
  if (!name) return new Response(null, { status: 404 });
  return new Response(new Uint8Array(await readVerifier(name)), {
    headers: {
      "content-type": "text/plain; charset=utf-8",
      "content-disposition": `attachment; filename="${name}"`,
    },
  });
}
