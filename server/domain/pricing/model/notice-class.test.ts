import { expect, test } from "vitest";
import { noticeClass } from "./notice-class";

test.each([
  ["https://api.anbima.com.br/feed/precos-indices/v1/debentures/mercado-secundario", "x", "debentures"],
  ["https://api.anbima.com.br/feed/precos-indices/v1/cri-cra/mercado-secundario", "x", "cri-cra"],
  [
    "https://api.anbima.com.br/feed/precos-indices/v1/titulos-publicos/mercado-secundario-TPF",
    "x",
    "titulos-publicos",
  ],
  [null, "Mercado secundário de FIDC", "fidc"],
  [null, "Debêntures - Mercado Secundário", "debentures"],
  ["https://api.anbima.com.br/feed/precos-indices/v1/indices/resultados-ima", "IMA", null],
  [null, "Debêntures e FIDC", null],
])("%s · %s is the list of %s", (feedUrl, itemName, wanted) => {
  expect(noticeClass({ feedUrl, itemName })).toBe(wanted);
});
