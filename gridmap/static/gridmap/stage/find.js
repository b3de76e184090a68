/* Every area in one tab stop. Typed for by name or number, or walked through by arrow keys from the one with most left
   to do; the map shows where each is, and Enter opens it. */
const own = () => gridmap.own;
const box = () => document.querySelector(".find");
const input = () => box().querySelector("input");
const list = () => box().querySelector("[role=listbox]");
const options = () => [...list().children].filter((one) => !one.hidden);
let current = null;

export function dress() {
  if (!box()) return;
  box().hidden = false;
  current = null;
}

/* Villages and townships that the map only outlines are found too: their names came with the borders. */
export function add(places) {
  if (!box()) return;
  const known = new Set([...list().children].map((one) => one.dataset.code));
  for (const place of places) {
    if (known.has(place.code)) continue;
    const made = own().element("li", place.name);
    made.setAttribute("role", "option");
    made.setAttribute("aria-selected", "false");
    made.id = `area-${place.code}`;
    made.dataset.code = place.code;
    made.dataset.outline = "yes";
    list().appendChild(made);
  }
}

function narrow() {
  const sought = input().value.trim().toLowerCase();
  for (const one of list().children) one.hidden = !(sought === "" ? !one.dataset.outline : says(one, sought));
  const more = box().querySelector(".households");
  if (more) {
    more.hidden = sought === "";
    const address = new URL(more.href);
    address.searchParams.set("q", input().value.trim());
    more.href = address.pathname + address.search;
  }
  choose(null);
}

function says(option, sought) {
  const code = option.dataset.code;
  const row = own().rowOf(code);
  const words = row ? `${row.dataset.above} ${row.dataset.name}` : option.textContent;
  return words.toLowerCase().includes(sought) || code.startsWith(sought);
}

function choose(option) {
  const map = own().map();
  if (current) {
    current.setAttribute("aria-selected", "false");
    own().mark(map, current.dataset.code, false);
  }
  current = option;
  if (!option) {
    input().removeAttribute("aria-activedescendant");
    return;
  }
  option.setAttribute("aria-selected", "true");
  option.scrollIntoView({ block: "nearest" });
  input().setAttribute("aria-activedescendant", option.id);
  own().mark(map, option.dataset.code, true);
}

function show(open) {
  list().hidden = !open;
  input().setAttribute("aria-expanded", String(open));
  if (!open) choose(null);
}

function go(option) {
  const code = option.dataset.code;
  input().value = "";
  show(false);
  narrow();
  if (code.length < 15) {
    const link = own().rowOf(code)?.querySelector("th a");
    if (link) link.click();
    else window.htmx.ajax("GET", addressOf(code), { target: "#main", swap: "innerHTML" });
  } else document.dispatchEvent(new CustomEvent("area", { detail: { code: code } }));
}

function addressOf(code) {
  const asked = new URLSearchParams(window.location.search);
  asked.delete("by");
  asked.delete("sort");
  asked.set("area", code);
  return `${window.location.pathname}?${asked}`;
}

const STEPS = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };

document.addEventListener("keydown", (event) => {
  if (event.target.id !== "find-area") return;
  const shown = options();
  const at = shown.indexOf(current);
  if (event.key in STEPS) {
    show(true);
    const next = at < 0 ? (STEPS[event.key] > 0 ? 0 : shown.length - 1) : at + STEPS[event.key];
    choose(shown[Math.min(Math.max(next, 0), shown.length - 1)] || null);
  } else if (event.key === "Enter" && (current || shown.length)) go(current || shown[0]);
  else if (event.key === "Escape") show(false);
  else return;
  event.preventDefault();
});
document.addEventListener("input", (event) => {
  if (event.target.id !== "find-area") return;
  show(true);
  narrow();
});
document.addEventListener("focusin", (event) => {
  if (!box() || event.target.id === "find-area" || box().contains(event.target)) return;
  show(false);
});
document.addEventListener("click", (event) => {
  if (event.target.id === "find-area") {
    narrow();
    show(true);
  }
  const option = event.target.closest?.(".find [role=option]");
  if (option) go(option);
  else if (box() && !box().contains(event.target)) show(false);
});
