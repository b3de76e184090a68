/* The table beside the map gets the last weeks of each area when it is opened: they cost as much as the rest of the page. */
export async function fill(drawer) {
  if (drawer.dataset.filled || !drawer.querySelector("tr[data-code]")) return;
  drawer.dataset.filled = "yes";
  const asked = new URL(window.location.href);
  asked.searchParams.set("courses", "yes");
  const answer = await fetch(asked.pathname + asked.search, {
    credentials: "same-origin",
    headers: { "HX-Request": "true" },
  }).catch(() => null);
  // Without them the table says all that it said.
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = page.querySelector(".drawer .scroll");
  const shown = drawer.querySelector(".scroll");
  if (!found || !shown || !drawer.isConnected) return;
  const focused = drawer.contains(document.activeElement) ? document.activeElement.id : "";
  shown.replaceWith(document.adoptNode(found));
  window.htmx.process(found);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  document.dispatchEvent(new Event("rows"));
}
