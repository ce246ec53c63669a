import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions, isSameOrigin } from "#server/auth/index";

type Params = { params: Promise<{ nextauth: string[] }> };

async function handle(request: NextRequest, context: Params): Promise<Response> {
  if (request.method === "POST" && !isSameOrigin(request.headers)) return new Response(null, { status: 403 });
  return NextAuth(request, context, authOptions(request.headers));
}

export { handle as GET, handle as POST };
