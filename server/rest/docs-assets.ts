export const docsStyle = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
details { border-top: 1px solid color-mix(in srgb, currentColor 20%, transparent); padding: .5rem 0; }
summary { cursor: pointer; padding: .35rem 0; }
summary b { display: inline-block; min-width: 3.5rem; font-family: ui-monospace, monospace; }
.post { color: light-dark(#8a4b00, #ffb454); }
.get { color: light-dark(#00587a, #6cc7ee); }
form { display: grid; gap: .5rem; margin: .5rem 0 1rem; }
label { display: grid; grid-template-columns: 11rem minmax(0, 18rem) 1fr; gap: .25rem .75rem; align-items: center; }
main > p label { display: inline-flex; }
input, button { font: inherit; padding: .3rem .5rem; }
button { justify-self: start; }
small { opacity: .8; }
pre { max-height: 24rem; overflow: auto; padding: .75rem; border: 1px solid color-mix(in srgb, currentColor 20%, transparent); white-space: pre-wrap; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: 3rem 1fr; gap: .15rem .5rem; margin: 0; }
dd { margin: 0; }
@media (max-width: 40rem) { label { grid-template-columns: 1fr; } }
`;

/** Sends what a form says and shows the answer as text; nothing of it is ever HTML. */
export const docsScript = `
for (const form of document.querySelectorAll("form")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const output = form.parentElement.querySelector("pre");
    output.hidden = false;
    output.textContent = "…";
    try {
      output.textContent = await send(form);
    } catch (error) {
      output.textContent = "O pedido não saiu: " + error.message;
    }
  });
}
async function send(form) {
  const headers = {};
  const token = document.getElementById("token").value.trim();
  if (token) headers.authorization = "Bearer " + token;
  let path = form.dataset.path;
  const query = new URLSearchParams();
  const multipart = form.dataset.body === "multipart/form-data";
  const fields = multipart ? new FormData() : {};
  for (const input of form.querySelectorAll("input")) {
    const value = input.type === "file" ? input.files[0] : input.value.trim();
    if (!value) continue;
    const place = input.dataset.in;
    if (place === "path") path = path.replace("{" + input.name + "}", encodeURIComponent(value));
    else if (place === "query") query.set(input.name, value);
    else if (place === "header") headers[input.name] = value;
    else if (multipart) fields.append(input.name, value);
    else fields[input.name] = value;
  }
  const init = { method: form.dataset.method, headers };
  if (multipart) init.body = fields;
  else if (form.dataset.body) {
    headers["content-type"] = "application/json";
    init.body = JSON.stringify(fields);
  }
  const answer = await fetch(path + (query.size ? "?" + query : ""), init);
  const text = await answer.text();
  let shown = text;
  try { shown = JSON.stringify(JSON.parse(text), null, 2); } catch {}
  return answer.status + " " + answer.statusText + "\\n\\n" + shown.slice(0, 50000);
}
`;
