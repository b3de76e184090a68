/* The map without a mouse: a cross that the arrow keys move. Enter takes up a vertex or a border and puts it down, or adds
   a point to what is being drawn; Escape gives up. Only while the map has the focus. */
import { say } from "./words.js";
import { same } from "./lines.js";
import { snap, toDegrees, toMap } from "./places.js";

const STEP = 12;
const FINE = 2;
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/* `acts`: moveVertex(from, to), moveBorder(id, by), insert(id, place), remove(place), choose(id), tell(text), use(tool),
   undo(), redo(), state(). */
export class Keys {
  constructor(sheet, tools, acts) {
    Object.assign(this, { sheet, tools, acts, held: null, place: null });
    this.mark = new ol.Feature();
    sheet.sources.cross.addFeature(this.mark);
    const box = sheet.map.getTargetElement();
    box.addEventListener("keydown", (event) => this.#pressed(event));
    box.addEventListener("blur", () => this.mark.setGeometry(undefined));
    box.addEventListener("focus", () => box.matches(":focus-visible") && this.to(this.place || this.#middle()));
  }

  /* The cross goes there, and into sight. */
  to(place) {
    this.place = place;
    this.mark.setGeometry(new ol.geom.Point(place));
    const view = this.sheet.map.getView();
    const extent = ol.extent.buffer(view.calculateExtent(this.sheet.map.getSize()), -30 * view.getResolution());
    if (!ol.extent.containsCoordinate(extent, place)) view.setCenter(place);
    if (this.held) this.#preview();
  }

  /* Take up that vertex (degrees) of a border: the arrow keys move it. */
  hold(id, xy) {
    this.held = { kind: "vertex", id, from: xy };
    this.to(toMap(xy));
    this.acts.tell(say("heldVertex"));
  }

  letGo() {
    this.held = null;
    this.tools.sheet.sources.drawing.clear();
  }

  #middle() {
    return this.sheet.map.getView().getCenter();
  }

  #pressed(event) {
    if (event.target !== event.currentTarget) return;
    const command = event.ctrlKey || event.metaKey;
    const way = WAYS[event.key];
    if (way && !command) {
      const step = (event.shiftKey ? FINE : STEP) * this.sheet.resolution;
      const from = this.place || this.#middle();
      this.to([from[0] + way[0] * step, from[1] + way[1] * step]);
      this.#whereabouts();
    } else if (command && event.key.toLowerCase() === "z") (event.shiftKey ? this.acts.redo : this.acts.undo)();
    else if (command && event.key.toLowerCase() === "y") this.acts.redo();
    else if (command || !this.#act(event.key)) return;
    event.preventDefault();
  }

  #act(key) {
    const place = this.place || this.#middle();
    if (key === "Enter" || key === " ") return (this.#enter(place), true);
    if (key === "Escape") return this.#escape();
    if (key === "Backspace" && this.tools.draw) return (this.tools.draw.removeLastPoint(), true);
    if (key === "Delete") return (this.#remove(place), true);
    if (key === "Insert" || key === "i") return (this.#insert(place), true);
    if (key === "n" || key === "p") return (this.next(key === "n" ? 1 : -1), true);
    if (key === "f" && this.tools.draw) return (this.#finish(), true);
    if (key === "0") return (this.sheet.showAll(), true);
    if (key === "+" || key === "=" || key === "-") return (this.#zoom(key === "-" ? -0.5 : 0.5), true);
    return false;
  }

  #zoom(by) {
    const view = this.sheet.map.getView();
    view.setZoom(view.getZoom() + by);
    if (this.place) view.setCenter(this.place);
  }

  #near(place, { outline = true } = {}) {
    const { lines, outline: rim } = this.sheet.sources;
    const among = outline ? [...lines.getFeatures(), ...rim.getFeatures()] : lines.getFeatures();
    return snap(this.sheet.map, place, among, 14);
  }

  #enter(place) {
    if (this.tools.draw) return this.#point(place);
    if (this.held) return this.#put(place);
    const near = this.#near(place, { outline: false });
    if (!near) return this.acts.tell(say("nothingHere"));
    const id = near.feature.getId();
    this.acts.choose(id);
    if (near.feature.get("locked")) return this.acts.tell(say("lockedBorder"));
    if (this.tools.active === "border") {
      this.held = { kind: "border", id, from: toDegrees(place) };
      return this.acts.tell(say("heldBorder"));
    }
    if (near.vertex) return this.hold(id, toDegrees(near.place));
    return this.acts.tell(say("chosenBorder"));
  }

  #put(place) {
    const { kind, id, from } = this.held;
    this.letGo();
    if (kind === "border") {
      const to = toDegrees(place);
      return this.acts.moveBorder(id, [to[0] - from[0], to[1] - from[1]]);
    }
    const others = [...this.sheet.sources.lines.getFeatures(), ...this.sheet.sources.outline.getFeatures()].filter(
      (each) => each.getId() !== id,
    );
    const near = snap(this.sheet.map, place, others, 14);
    return this.acts.moveVertex(from, toDegrees(near ? near.place : place));
  }

  #point(place) {
    const near = this.tools.active === "lasso" ? null : this.#near(place);
    const at = near ? near.place : place;
    if (this.last && this.last[0] === at[0] && this.last[1] === at[1]) return this.#finish();
    this.last = at;
    this.tools.draw.appendCoordinates([at]);
    return this.acts.tell(say(near ? "pointOnBorder" : "pointSet"));
  }

  #finish() {
    this.last = null;
    this.tools.draw.finishDrawing();
  }

  #escape() {
    const drew = this.tools.cancel();
    const held = this.held !== null;
    this.letGo();
    this.last = null;
    if (drew || held) this.acts.tell(say("givenUp"));
    return drew || held;
  }

  #remove(place) {
    const near = this.#near(place, { outline: false });
    if (near?.vertex) this.acts.remove(near.feature.getId(), toDegrees(near.place));
    else this.acts.tell(say("nothingHere"));
  }

  #insert(place) {
    const near = this.#near(place, { outline: false });
    if (near && !near.vertex) this.acts.insert(near.feature.getId(), toDegrees(near.place));
    else this.acts.tell(say("nothingHere"));
  }

  /* The next or the last vertex of the chosen border. */
  next(step) {
    const line = this.acts.state().lines.find((each) => each.id === this.sheet.chosen);
    if (!line) return this.acts.tell(say("noBorder"));
    const now = this.held ? line.xy.findIndex((xy) => same(xy, this.held.from)) : -1;
    const next = now < 0 ? (step > 0 ? 0 : line.xy.length - 1) : (now + step + line.xy.length) % line.xy.length;
    return this.hold(line.id, line.xy[next]);
  }

  #preview() {
    const { drawing } = this.sheet.sources;
    drawing.clear();
    const from = toMap(this.held.from);
    const held =
      this.held.kind === "border"
        ? this.sheet.sources.lines.getFeatureById(this.held.id)?.getGeometry().clone()
        : new ol.geom.LineString([from, this.place]);
    if (!held) return;
    if (this.held.kind === "border") held.translate(this.place[0] - from[0], this.place[1] - from[1]);
    drawing.addFeature(new ol.Feature(held));
  }

  #whereabouts() {
    clearTimeout(this.later);
    this.later = setTimeout(() => {
      const grid = this.sheet.gridAt(this.place);
      this.acts.tell(grid ? say("crossIn", { grid: grid.get("label").replace("\n", " · ") }) : say("crossOutside"));
    }, 700);
  }
}
