/* Which households move, from where to where: ringed on the map, counted in a table that leads to them. */
import { element, nameOf, number, say } from "./words.js";

export class Moving {
  constructor(sheet) {
    this.sheet = sheet;
    this.box = document.getElementById("moving-box");
  }

  /* `moved_households` are of this answer; where they were stands with the households of the first one. */
  show({ households, homes, present, grids, impact }) {
    const was = new Map(households.map((home) => [home.id, home.present]));
    const is = new Map(homes);
    const names = new Map([
      ...present.features.map(({ properties: grid }) => [grid.code, grid.name || grid.code]),
      ...grids.map((grid) => [grid.key, nameOf(grid)]),
    ]);
    this.sheet.ring(new Set(impact.moved_households));
    this.rows = byWay(impact.moved_households, was, is);
    this.box.replaceChildren(...this.rows.map((row) => this.#row(row, names)));
    if (!this.rows.length) this.box.append(element("tr", {}, element("td", { colspan: 5, class: "empty" }, say("nobodyMoves"))));
  }

  #row({ from, to, homes }, names) {
    const [before, after] = [from, to].map((grid) => names.get(grid) || say("nobodys"));
    const special = homes.filter((id) => this.sheet.home(id)?.get("special")).length;
    const shown = homes.filter((id) => this.sheet.home(id));
    return element("tr", {},
      element("th", { scope: "row" }, before),
      element("td", {}, after),
      element("td", { class: "number" }, number(homes.length)),
      element("td", { class: "number" }, number(special)),
      element("td", {}, shown.length ? element("button", { type: "button", class: "button plain small", click: () => this.sheet.zoomToHomes(shown) },
        say("show"), element("span", { class: "hidden" }, ` ${before} → ${after}`)) : ""));
  }
}

/* Those that leave one grid for the same other one together, the most first. */
function byWay(moved, was, is) {
  const found = new Map();
  for (const id of moved) {
    const [from, to] = [was.get(id) ?? null, is.get(id) ?? null];
    const key = `${from}|${to}`;
    if (!found.has(key)) found.set(key, { from, to, homes: [] });
    found.get(key).homes.push(id);
  }
  return [...found.values()].sort((one, other) => other.homes.length - one.homes.length);
}
