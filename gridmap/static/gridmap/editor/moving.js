/* Which households move, from where to where: ringed on the map, counted in a table that leads to them. */
import { Rows } from "./rows.js";
import { element, nameOf, number, say } from "./words.js";

export class Moving {
  constructor(sheet) {
    this.sheet = sheet;
    this.rows = new Rows(document.getElementById("moving-box"));
  }

  show({ present: borders, grids, impact }) {
    const names = new Map([
      ...borders.features.map(({ properties: grid }) => [grid.code, grid.name || grid.code]),
      ...grids.map((grid) => [grid.key, nameOf(grid)]),
    ]);
    const named = (key) => names.get(key) || say("nobodys");
    this.sheet.ring(impact.moves.flatMap((each) => each.places));
    const moves = impact.moves.map(({ present, grid, households, places }) => ({
      before: named(present),
      after: named(grid),
      households,
      places,
    }));
    this.rows.show(moves.length ? moves : [null], (move) => (move ? this.#row(move) : empty()));
  }

  #row({ before, after, households, places }) {
    const shown = places.filter((at) => this.sheet.home(at));
    return element(
      "tr",
      {},
      element("th", { scope: "row" }, before),
      element("td", {}, after),
      element("td", { class: "number" }, number(households)),
      element(
        "td",
        {},
        shown.length
          ? element(
              "button",
              { type: "button", class: "button plain small", click: () => this.sheet.zoomToHomes(shown) },
              say("show"),
              element("span", { class: "hidden" }, ` ${before} → ${after}`),
            )
          : "",
      ),
    );
  }
}

function empty() {
  return element("tr", {}, element("td", { colspan: 4, class: "empty" }, say("nobodyMoves")));
}
