/* Households chosen by a lasso, and the grid that is to take them: its border follows them, the service draws how. */
import { ask } from "./api.js";
import { withLines } from "./lines.js";
import { element, nameOf, say } from "./words.js";

export class Lasso {
  constructor(editor) {
    this.editor = editor;
    this.taken = [];
    this.panel = document.getElementById("lasso");
    this.into = document.getElementById("lasso-into");
    document.getElementById("lasso-move").addEventListener("click", () => this.#move());
    document.getElementById("lasso-drop").addEventListener("click", () => this.drop());
  }

  offer(grids) {
    const chosen = this.into.value;
    this.into.replaceChildren(
      ...grids
        .filter((grid) => !grid.locked)
        .map((grid) => element("option", { value: grid.key, selected: grid.key === chosen }, nameOf(grid))),
    );
  }

  /* The households inside a polygon on the map. */
  take(shape) {
    this.drop();
    const homes = this.editor.sheet.sources.households.getFeatures();
    this.taken = homes.filter((home) => shape.intersectsCoordinate(home.getGeometry().getCoordinates()));
    for (const home of this.taken) home.set("taken", true);
    const words = this.taken.length
      ? say(this.#known() ? "lassoed" : "lassoedAll", { n: this.#sum("households"), special: this.#sum("special") })
      : say("lassoEmpty");
    this.panel.hidden = !this.taken.length;
    document.getElementById("lasso-told").textContent = words;
    this.editor.acts().tell(words);
    if (this.taken.length) this.into.focus();
  }

  drop() {
    for (const home of this.taken) home.unset("taken");
    this.taken = [];
    this.panel.hidden = true;
  }

  #sum(name) {
    return this.taken.reduce((sum, home) => sum + home.get(name), 0);
  }

  /* Is it told which of them are special? */
  #known() {
    return this.taken.every((home) => home.get("special") !== null);
  }

  async #move() {
    const { editor } = this;
    const places = this.taken.map((home) => home.get("at"));
    try {
      const answer = await ask("POST", `${editor.sync.address}lasso/`, {
        ...editor.sync.body(),
        places,
        into: this.into.value,
      });
      const lines = answer.lines.map((line) => ({ id: line.id, xy: line.geometry.coordinates }));
      this.drop();
      editor.change("lassoMoved", withLines(editor.draft.now, lines));
    } catch (error) {
      const words = [error.message, error.remedy].filter(Boolean).join(" ");
      document.getElementById("lasso-told").textContent = words;
      editor.acts().tell(words);
    }
  }
}
