/** An address of the API that does not exist is told in the API's own form, not as a page. */
function answer(): Response {
  return Response.json(
    { type: "about:blank", title: "Endereço não encontrado.", status: 404, code: "route.not_found" },
    { status: 404, headers: { "content-type": "application/problem+json" } },
  );
}

export { answer as DELETE, answer as GET, answer as HEAD, answer as PATCH, answer as POST, answer as PUT };
