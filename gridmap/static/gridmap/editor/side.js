/* Beside the map the same as tables: grids with their figures, borders, what is wrong. Every button here is an action that
   a pointer has on the map. */
import { Rows } from "./rows.js";
import { element, nameOf, land, number, say } from "./words.js";

/* `acts`: zoomGrid, rename, lock, merge, zoomLine, chooseLine, removeLine, zoomProblem. */
export class Side {
  constructor(acts) {
    this.acts = acts;
    this.waiting = new Map();
    Object.assign(this, { pressed: false, leaving: false });
    this.boxes = Object.fromEntries(
      ["grids", "borders", "problems"].map((name) => [name, document.getElementById(`${name}-box`)]),
    );
    this.rows = { grids: new Rows(this.boxes.grids), borders: new Rows(this.boxes.borders) };
    for (const box of [this.boxes.grids, this.boxes.borders]) {
      for (const name of ["pointerdown", "keydown"])
        box.addEventListener(name, () => {
          this.pressed = true;
        });
      // A field says what is in it before the focus goes on to the next one.
      box.addEventListener("change", () => this.#leaves(), true);
      box.addEventListener("focusout", () => this.#rests());
    }
    for (const name of ["pointerup", "pointercancel", "keyup", "blur"])
      window.addEventListener(name, () => this.#released());
  }

  #leaves() {
    this.leaving = true;
    this.#rests();
  }

  #released() {
    this.pressed = false;
    this.#rests();
  }

  #rests() {
    setTimeout(() => {
      this.leaving = false;
      const waiting = [...this.waiting.values()];
      this.waiting.clear();
      waiting.forEach((show) => show());
    });
  }

  /* Rows are replaced when no hand is on them: a pressed button or a field that is being left would be gone under it, and
     half a word with it. */
  #put(box, show) {
    if (this.pressed || this.leaving || typing(box)) this.waiting.set(box, () => this.#put(box, show));
    else show();
  }

  showGrids(grids, beside) {
    this.#put(this.boxes.grids, () => this.#showGrids(grids, beside));
  }

  #showGrids(grids, beside) {
    const focus = mark(this.boxes.grids);
    const named = grids.map((grid) => ({ key: grid.key, name: nameOf(grid) }));
    const shown = grids.map(({ geometry, before, ...grid }) => ({
      ...grid,
      near: named.filter((each) => beside.get(grid.key)?.has(each.key)),
    }));
    this.rows.grids.show(shown, (grid) => this.#gridRow(grid));
    focus();
  }

  #gridRow(grid) {
    const { figures, near } = grid;
    const field = (name, value, label, more) =>
      element("input", {
        name,
        value,
        "aria-label": say(label, { grid: nameOf(grid) }),
        "data-key": `${name}-${grid.key}`,
        change: ({ target }) => this.acts.rename(grid.key, { [name]: target.value.trim() }),
        ...more,
      });
    const code = (event) => {
      const wrong =
        event.target.value.trim() && !new RegExp(`^${grid.village}[0-9]{3}$`).test(event.target.value.trim());
      event.target.setAttribute("aria-invalid", String(Boolean(wrong)));
      if (wrong) this.acts.tell(say("badCode", { village: grid.village }));
      else this.acts.rename(grid.key, { code: event.target.value.trim() });
    };
    const lock = element("input", {
      type: "checkbox",
      checked: grid.locked,
      "aria-label": say("lock", { grid: nameOf(grid) }),
      "data-key": `lock-${grid.key}`,
      change: (event) => this.acts.rename(grid.key, { locked: event.target.checked }),
    });
    const pieces =
      figures.pieces > 1 || grid.multipart_allowed
        ? element(
            "label",
            { class: "pieces" },
            element("input", {
              type: "checkbox",
              checked: grid.multipart_allowed,
              "data-key": `pieces-${grid.key}`,
              change: (event) => this.acts.rename(grid.key, { multipart_allowed: event.target.checked }),
            }),
            say("inPieces", { n: number(figures.pieces) }),
          )
        : "";
    // Arrow keys change a select at once: nothing happens before the button.
    const other = element(
      "select",
      {
        "aria-label": say("mergeWith", { grid: nameOf(grid) }),
        "data-key": `merge-${grid.key}`,
        change: () => {
          unite.disabled = !other.value;
        },
      },
      element("option", { value: "" }, say("merge")),
      ...near.map((each) => element("option", { value: each.key }, each.name)),
    );
    const unite = element(
      "button",
      {
        type: "button",
        class: "button plain small",
        disabled: true,
        "data-key": `unite-${grid.key}`,
        click: () => this.acts.merge(grid.key, other.value),
      },
      say("unite"),
      element("span", { class: "hidden" }, ` ${nameOf(grid)}`),
    );
    const fit = figures.target === "within" ? "" : figures.target;
    return element(
      "tr",
      { "data-grid": grid.key },
      element(
        "th",
        { scope: "row" },
        field("name", grid.name, "nameOf", { maxlength: 100, placeholder: nameOf(grid) }),
        field("code", grid.code || "", "codeOf", {
          maxlength: 15,
          inputmode: "numeric",
          placeholder: say("nextCode"),
          change: code,
        }),
      ),
      element(
        "td",
        { class: "number" },
        number(figures.households),
        fit ? element("span", { class: "tag warn" }, say(fit)) : "",
      ),
      element(
        "td",
        { class: "number" },
        ...land(figures.m2)
          .split(" (")
          .map((part, place) =>
            element(place ? "small" : "span", { class: "block" }, place ? part.slice(0, -1) : part),
          ),
      ),
      element("td", {}, lock, pieces),
      element(
        "td",
        {},
        element(
          "div",
          { class: "stack" },
          element(
            "button",
            {
              type: "button",
              class: "button plain small",
              "data-key": `zoom-${grid.key}`,
              click: () => this.acts.zoomGrid(grid.key),
            },
            say("show"),
            element("span", { class: "hidden" }, ` ${nameOf(grid)}`),
          ),
          near.length ? element("span", { class: "pairing" }, other, unite) : "",
        ),
      ),
    );
  }

  showBorders(lines, nameOf, chosen) {
    this.#put(this.boxes.borders, () => this.#showBorders(lines, nameOf, chosen));
  }

  #showBorders(lines, nameOf, chosen) {
    const focus = mark(this.boxes.borders);
    const shown = lines.map((line) => ({
      id: line.id,
      locked: line.locked,
      what: say("between", { one: nameOf(line.beside[0]), other: nameOf(line.beside[1]) }),
      length: say("metres", { m: number(line.length) }),
    }));
    this.rows.borders.show(shown.length ? shown : [null], (line) => (line ? this.#borderRow(line) : noBorders()));
    this.markLine(chosen);
    focus();
  }

  #borderRow({ id, locked, what, length }) {
    const button = (words, name, act, more) =>
      element(
        "button",
        {
          type: "button",
          class: "button plain small",
          "data-key": `${name}-${id}`,
          click: (event) => act(id, event),
          ...more,
        },
        words,
        element("span", { class: "hidden" }, ` ${what}`),
      );
    return element(
      "tr",
      { "data-line": id },
      element("th", { scope: "row" }, what, locked ? element("span", { class: "tag" }, say("locked")) : ""),
      element("td", { class: "number" }, length),
      element(
        "td",
        {},
        element(
          "div",
          { class: "inline" },
          button(say("choose"), "choose", this.acts.chooseLine, { "aria-pressed": "false" }),
          button(say("removeBorder"), "remove", this.acts.removeLine, { disabled: locked }),
        ),
      ),
    );
  }

  /* The line that is chosen on the map, in its table. */
  markLine(chosen) {
    for (const row of this.boxes.borders.querySelectorAll("[data-line]")) {
      const own = row.dataset.line === String(chosen);
      row.classList.toggle("pointed", own);
      row.querySelector("[aria-pressed]").setAttribute("aria-pressed", String(own));
    }
  }

  showProblems(problems) {
    const box = this.boxes.problems;
    box.replaceChildren(
      ...problems.map((problem, place) =>
        element(
          "li",
          {},
          element("span", {}, problem.message),
          problem.geometry
            ? element(
                "button",
                { type: "button", class: "button plain small", click: () => this.acts.zoomProblem(place) },
                say("show"),
                element("span", { class: "hidden" }, ` ${problem.message}`),
              )
            : "",
        ),
      ),
    );
    document.getElementById("problems-none").hidden = problems.length > 0;
    document.getElementById("problems-count").textContent = problems.length ? number(problems.length) : "";
  }
}

function noBorders() {
  return element("tr", {}, element("td", { colspan: 3, class: "empty" }, say("noBorders")));
}

/* Is somebody in the middle of a word there? */
function typing(box) {
  const field = document.activeElement;
  return box.contains(field) && field.matches("input:not([type=checkbox])") && field.value !== field.defaultValue;
}

/* Remembers which control of a box has the focus, and what is marked in it, and gives both back after the rows are new. */
function mark(box) {
  const own = document.activeElement;
  const key = box.contains(own) ? own.dataset.key : null;
  const marked = key && own.matches("input:not([type=checkbox])") ? [own.selectionStart, own.selectionEnd] : null;
  return () => {
    const found = key && box.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!found) return;
    found.focus();
    if (marked) found.setSelectionRange(...marked);
  };
}
