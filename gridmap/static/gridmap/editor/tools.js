/* What a pointer does on the map: choose a border and move its vertices, move a whole border, draw, lasso, measure.
   Each tool is a set of interactions that is switched on and off; keys.js drives the same ones without a mouse. */
import { say } from "./words.js";
import { snap, toDegrees } from "./places.js";
import * as styles from "./styles.js";

/* How near counts as on it: a finger covers more than a mouse points at. */
const NEAR = window.matchMedia("(any-pointer: coarse)").matches ? 22 : 12;

export const TOOLS = ["move", "border", "draw", "lasso", "measure", "land"];

/* `done` is told what was drawn: { moved }, { border: [id, by] }, { line }, { lasso }, { measured }, { chosen }, { held: [id, xy] }, { remove: [id, xy] }. */
export class Tools {
  constructor(sheet, done) {
    this.sheet = sheet;
    this.done = done;
    this.active = "";
    this.made = {
      move: () => [this.#choosing(), this.#modify(), ...this.#snaps()],
      border: () => [this.#dragging()],
      draw: () => [this.#drawing("LineString", (shape) => done({ line: shape.getCoordinates() })), ...this.#snaps()],
      lasso: () => [
        this.#drawing("Polygon", (shape) => done({ lasso: shape }), {
          freehandCondition: ol.events.condition.shiftKeyOnly,
        }),
      ],
      measure: () => [this.#drawing("LineString", (shape) => done({ measured: shape })), ...this.#snaps()],
      land: () => [this.#drawing("Polygon", (shape) => done({ measured: shape })), ...this.#snaps()],
    };
    this.on = [];
    this.draw = null;
  }

  use(name) {
    for (const each of this.on) this.sheet.map.removeInteraction(each);
    this.active = name;
    this.draw = null;
    this.sheet.sources.drawing.clear();
    this.on = this.made[name]();
    for (const each of this.on) this.sheet.map.addInteraction(each);
  }

  /* Ends what is half drawn. True if there was something. */
  cancel() {
    if (!this.draw) return false;
    const begun = this.draw.getOverlay().getSource().getFeatures().length > 0;
    this.draw.abortDrawing();
    return begun;
  }

  #modify() {
    const { lines } = this.sheet.sources;
    const free = new ol.Collection(lines.getFeatures().filter((each) => !each.get("locked")));
    lines.on("addfeature", ({ feature }) => feature.get("locked") || free.push(feature));
    lines.on("clear", () => free.clear());
    const made = new ol.interaction.Modify({
      features: free,
      pixelTolerance: NEAR,
      style: styles.vertex,
      // Where a locked border ends, the vertex is not ours to move.
      condition: (event) =>
        ol.events.condition.primaryAction(event) &&
        !ol.events.condition.altKeyOnly(event) &&
        !this.#held(event.coordinate),
      deleteCondition: ol.events.condition.never,
    });
    made.on("modifyend", () => queueMicrotask(() => this.done({ moved: true })));
    return made;
  }

  #choosing() {
    return new ol.interaction.Interaction({
      handleEvent: (event) => {
        if (event.type === "singleclick") this.#clicked(event.coordinate, event.originalEvent.altKey);
        return true;
      },
    });
  }

  /* A click chooses a border, on a vertex of the chosen one it takes that up; with Alt it takes a vertex away. */
  #clicked(place, remove) {
    const lines = this.sheet.sources.lines.getFeatures();
    const chosen = lines.filter((each) => each.getId() === this.sheet.chosen && !each.get("locked"));
    const own = snap(this.sheet.map, place, chosen, NEAR);
    const near = snap(this.sheet.map, place, lines, NEAR);
    if (remove && near?.vertex && !near.feature.get("locked"))
      this.done({ remove: [near.feature.getId(), toDegrees(near.place)] });
    else if (!remove && own?.vertex) this.done({ held: [own.feature.getId(), toDegrees(own.place)] });
    else if (!remove) this.done({ chosen: near ? near.feature.getId() : null });
  }

  #held(place) {
    const near = snap(
      this.sheet.map,
      place,
      this.sheet.sources.lines.getFeatures().filter((each) => each.get("locked")),
      NEAR,
    );
    return Boolean(near?.vertex);
  }

  #dragging() {
    let from = null;
    let id = null;
    let before = null;
    const feature = () => this.sheet.sources.lines.getFeatureById(id);
    return new ol.interaction.Pointer({
      handleDownEvent: ({ coordinate }) => {
        id = this.lineAt(coordinate);
        if (id === null || feature().get("locked")) return false;
        from = coordinate;
        before = feature().getGeometry().clone();
        this.done({ chosen: id });
        return true;
      },
      handleDragEvent: ({ coordinate }) => {
        const shown = before.clone();
        shown.translate(coordinate[0] - from[0], coordinate[1] - from[1]);
        feature().setGeometry(shown);
      },
      handleUpEvent: ({ coordinate }) => {
        const [start, end] = [toDegrees(from), toDegrees(coordinate)];
        feature().setGeometry(before);
        this.done({ border: [id, [end[0] - start[0], end[1] - start[1]]] });
        return false;
      },
    });
  }

  #drawing(type, end, more = {}) {
    this.draw = new ol.interaction.Draw({ type, style: styles.drawing.concat(styles.vertex), ...more });
    this.draw.on("drawend", ({ feature }) => queueMicrotask(() => end(feature.getGeometry())));
    return this.draw;
  }

  #snaps() {
    const { lines, outline } = this.sheet.sources;
    return [lines, outline].map((from) => new ol.interaction.Snap({ source: from, pixelTolerance: NEAR }));
  }

  lineAt(place) {
    const found = snap(this.sheet.map, place, this.sheet.sources.lines.getFeatures(), NEAR);
    return found ? found.feature.getId() : null;
  }
}

/* What a shape measures, in words. */
export function measure(shape, { land, distance }) {
  if (shape.getType() !== "Polygon") return distance(ol.sphere.getLength(shape));
  const ring = new ol.geom.LineString(shape.getCoordinates()[0]);
  return say("measured", { area: land(ol.sphere.getArea(shape)), around: distance(ol.sphere.getLength(ring)) });
}
