/* Grids against the target: a list of one tab stop, in which the arrow keys choose, with a bar and a sentence for each. */
import { element, nameOf, number, say } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";
const WIDE = 100;

/* What of the households has changed from one answer to the next, as sentences. */
export function changed(before, after) {
  const had = new Map(before.map((grid) => [grid.key, grid.figures.households]));
  return after
    .filter((grid) => had.get(grid.key) !== grid.figures.households)
    .map((grid) =>
      say("nowHas", { grid: nameOf(grid), before: number(had.get(grid.key)), after: number(grid.figures.households) }),
    );
}

export class Loads {
  /* `acts`: zoomGrid(key), halve(key). */
  constructor(acts) {
    this.box = document.getElementById("loads-box");
    this.buttons = ["halve", "load-show"].map((id) => document.getElementById(id));
    this.chosen = null;
    this.box.addEventListener("keydown", (event) => this.#pressed(event));
    this.box.addEventListener("click", (event) => this.choose(event.target.closest("[data-key]")?.dataset.key));
    this.buttons[0].addEventListener("click", () => acts.halve(this.chosen));
    this.buttons[1].addEventListener("click", () => acts.zoomGrid(this.chosen));
  }

  show(grids, target) {
    const most = Math.max(target[1] * 1.25, ...grids.map((grid) => grid.figures.households));
    this.box.replaceChildren(...grids.map((grid, place) => option(grid, place, { target, most })));
    const keys = grids.map((grid) => grid.key);
    // The one with most households is the likeliest to be split.
    const largest = grids.reduce(
      (one, other) => (other.figures.households > (one?.figures.households ?? -1) ? other : one),
      null,
    );
    this.choose(keys.includes(this.chosen) ? this.chosen : largest?.key);
    for (const button of this.buttons) button.disabled = !grids.length;
  }

  choose(key) {
    if (!key) return;
    this.chosen = key;
    for (const each of this.box.children) {
      const own = each.dataset.key === key;
      each.setAttribute("aria-selected", String(own));
      if (own) this.box.setAttribute("aria-activedescendant", each.id);
    }
  }

  #pressed(event) {
    const options = [...this.box.children];
    const now = options.findIndex((each) => each.dataset.key === this.chosen);
    const next = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: options.length - 1 }[event.key];
    if (event.key === "Enter" || event.key === " ") this.buttons[0].click();
    else if (next === undefined) return;
    else {
      const found = options[Math.min(Math.max(next, 0), options.length - 1)];
      this.choose(found?.dataset.key);
      found?.scrollIntoView({ block: "nearest" });
    }
    event.preventDefault();
  }
}

function option(grid, place, { target, most }) {
  const { households, target: fit } = grid.figures;
  const before = grid.before?.households;
  const moved = before !== undefined && before !== households;
  const told = say(`${fit}Told`, { grid: nameOf(grid), n: number(households) });
  return element(
    "li",
    {
      role: "option",
      id: `load-${place}`,
      "data-key": grid.key,
      "aria-label": moved ? told + say("hadBefore", { n: number(before) }) : told,
    },
    element("span", {}, nameOf(grid)),
    element("span", {}, moved ? `${number(before)} → ${number(households)}` : number(households)),
    bar(households, fit, { target, most }),
  );
}

function bar(households, fit, { target: [least, top], most }) {
  const scale = (value) => (WIDE * value) / most;
  const drawn = document.createElementNS(SVG, "svg");
  drawn.setAttribute("viewBox", `0 0 ${WIDE} 16`);
  drawn.setAttribute("preserveAspectRatio", "none");
  drawn.setAttribute("aria-hidden", "true");
  const parts = [
    ["ground", 0, WIDE, 4, 8],
    [`load ${fit}`, 0, scale(households), 4, 8],
    ["frame", scale(least), scale(top - least), 1, 14],
  ];
  for (const [kind, x, width, y, height] of parts) {
    const part = document.createElementNS(SVG, "rect");
    for (const [name, value] of Object.entries({ class: kind, x, y, width, height })) part.setAttribute(name, value);
    drawn.append(part);
  }
  return drawn;
}
