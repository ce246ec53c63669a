/** Asks for a download by a form, so that the page stays and no address holds what was asked. */
export function download(action: string): void {
  const form = Object.assign(document.createElement("form"), { method: "post", action });
  document.body.append(form);
  form.submit();
  form.remove();
}
