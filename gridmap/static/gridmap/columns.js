/* Readers choose which columns of a table they see: a cookie keeps a 1 or a 0 for each column of that page, and no more.
   Without this file, or without scripts, there is nothing to choose and every column is shown. */
(() => {
  "use strict";
  const YEAR = 31536000;
  // Bound to this host wherever there is TLS, as every cookie of the server is.
  const bound = window.location.protocol === "https:";
  const NAME = `${bound ? "__Host-" : ""}columns${window.location.pathname.replaceAll("/", "-")}`;

  function kept(count) {
    const said = document.cookie.split("; ").find((one) => one.startsWith(`${NAME}=`)) ?? "";
    const digits = said.slice(NAME.length + 1);
    return digits.length === count ? [...digits].map((one) => one === "1") : [];
  }

  function keep(shown) {
    const value = shown.map(Number).join("");
    // biome-ignore lint/suspicious/noDocumentCookie: the other way is there with TLS alone, and an office may have none.
    document.cookie = `${NAME}=${value}; path=/; max-age=${YEAR}; samesite=lax${bound ? "; secure" : ""}`;
  }

  // What a phone leaves out is shown there, too, once it is asked for.
  function show(rows, index, yes) {
    rows.forEach((row) => {
      row.cells[index].hidden = !yes;
      row.cells[index].classList.toggle("shown", yes);
    });
  }

  function choice(text, checked, changed) {
    const label = document.createElement("label");
    const box = document.createElement("input");
    box.type = "checkbox";
    box.checked = checked;
    box.addEventListener("change", () => changed(box.checked));
    label.append(box, text);
    return label;
  }

  // The first column says what a row is about, and stays. Rows of another form (a cell over several columns) do, too.
  function dress(chooser) {
    const table = chooser.nextElementSibling.querySelector("table");
    const heads = [...table.tHead.rows[0].cells];
    const rows = [...table.rows].filter((row) => row.cells.length === heads.length);
    kept(heads.length).forEach((yes, index) => {
      show(rows, index, yes || !index);
    });
    const shown = heads.map((head) => window.getComputedStyle(head).display !== "none");
    const changed = (index) => (yes) => {
      shown[index] = yes;
      show(rows, index, yes);
      keep(shown);
    };
    const choices = heads.map((head, index) => choice(head.textContent.trim(), shown[index], changed(index)));
    chooser.querySelector("fieldset").append(...choices.slice(1));
    chooser.hidden = false;
  }

  function dressAll() {
    document.querySelectorAll(".chooser[hidden]").forEach(dress);
  }
  dressAll();
  // And again for what htmx puts in its place, before it is seen.
  document.addEventListener("htmx:afterSwap", dressAll);
})();
