/* The panel beside the map that explains an area. Its words come from the server; nothing in it is put together here. */
import { keep, state } from "./state.js";

const own = () => gridmap.own;
const panel = () => document.getElementById("picked");
let turn = 0;
let before = null;

export async function open(code, { focus = true } = {}) {
  const stage = document.querySelector(".stage");
  const asked = new URL(stage.dataset.pick, window.location.href);
  asked.searchParams.set("area", code);
  turn += 1;
  const mine = turn;
  select(code);
  before = document.activeElement;
  const said = await ask(asked).catch(() => null);
  if (mine !== turn) return;
  panel().replaceChildren(closing(), said || own().element("p", own().words().failed, "notice error"));
  panel().hidden = false;
  window.htmx?.process(panel());
  if (focus) panel().querySelector("h2")?.focus({ preventScroll: false });
  into(code);
}

async function ask(address) {
  const answer = await fetch(address, { credentials: "same-origin", headers: { "HX-Request": "true" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = page.querySelector("article.why");
  // Whoever was signed out meanwhile is asked to sign in there.
  if (!found) window.location.assign(address);
  return found && document.adoptNode(found);
}

function closing() {
  const button = own().element("button", "×", "close");
  button.type = "button";
  button.setAttribute("aria-label", own().words().close);
  button.addEventListener("click", close);
  return button;
}

export function close() {
  if (!panel() || panel().hidden) return;
  turn += 1;
  panel().hidden = true;
  panel().replaceChildren();
  select("");
  if (before?.isConnected) before.focus({ preventScroll: true });
}

function select(code) {
  keep({ pick: code });
  for (const [each, shape] of own().map()?.gridmapGrounds?.shapes || []) {
    shape.getElement()?.classList.toggle("chosen", each === code);
    if (each === code) shape.bringToFront();
  }
}

/* What is explained lies beside the panel, not under it. */
function into(code) {
  const map = own().map();
  const shape = map.gridmapGrounds.shapes?.get(code);
  if (!shape || getComputedStyle(panel()).position !== "absolute") return;
  const covered = panel().getBoundingClientRect().left - map.getContainer().getBoundingClientRect().left;
  const right = map.latLngToContainerPoint(shape.getBounds().getNorthEast()).x;
  if (right > covered) map.panBy([right - covered + 24, 0], { animate: false });
}

export function again() {
  if (state.pick) open(state.pick, { focus: false });
}

document.addEventListener("area", (event) => {
  const { code } = event.detail;
  const link = own().rowOf(code)?.querySelector("th a");
  if (code.length < 15 && link) link.click();
  else open(code);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && panel()?.contains(document.activeElement)) close();
});
