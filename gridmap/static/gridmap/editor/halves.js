/* A grid split in two halves of as many households: shown and told first, and drawn when it is taken. */
import { ask } from "./api.js";
import { withLines } from "./lines.js";
import { shapeOf } from "./places.js";
import { nameOf, number, say } from "./words.js";

export class Halves {
  constructor(editor) {
    this.editor = editor;
    this.panel = document.getElementById("halves");
    this.told = document.getElementById("halves-told");
    this.list = document.getElementById("loads-box");
    this.take = document.getElementById("halves-take");
    this.take.addEventListener("click", () => this.#take());
    document.getElementById("halves-drop").addEventListener("click", () => this.#leave());
    this.panel.addEventListener("keydown", (event) => event.key === "Escape" && this.#leave());
    editor.draft.addEventListener("changed", () => this.drop());
  }

  /* Nothing is changed before it is taken. */
  async show(key) {
    const { editor } = this;
    const { tell } = editor.acts();
    this.drop();
    tell(say("halving"));
    const revision = editor.draft.revision;
    try {
      const answer = await ask("POST", `${editor.sync.address}halves/`, { ...editor.sync.body(), grid: key });
      // Somebody went on drawing meanwhile: this is of another drawing.
      if (revision !== editor.draft.revision) return;
      this.answer = answer;
    } catch (error) {
      tell([error.message, error.remedy].filter(Boolean).join(" "));
      return;
    }
    editor.sheet.sources.drawing.addFeature(new ol.Feature(shapeOf(this.answer.border)));
    editor.zoomGrid(key);
    this.told.textContent = this.#words(key);
    this.panel.hidden = false;
    tell(this.told.textContent);
    this.take.focus();
  }

  drop() {
    if (!this.answer) return;
    this.answer = null;
    this.editor.sheet.sources.drawing.clear();
    this.panel.hidden = true;
  }

  #words(key) {
    const { halves, grids, impact } = this.answer;
    const [one, other] = halves.map((half) => grids.find((grid) => grid.key === half).figures.households);
    return say("halvesTold", {
      grid: nameOf(this.editor.answer.grids.find((grid) => grid.key === key)),
      one: number(one),
      other: number(other),
      before: number(this.editor.answer.impact.contacts.crossing_after),
      after: number(impact.contacts.crossing_after),
    });
  }

  #take() {
    const lines = this.answer.lines.map((line) => ({ id: line.id, xy: line.geometry.coordinates }));
    this.list.focus();
    this.editor.change("halved", withLines(this.editor.draft.now, lines));
  }

  #leave() {
    this.drop();
    this.list.focus();
    this.editor.acts().tell(say("givenUp"));
  }
}
