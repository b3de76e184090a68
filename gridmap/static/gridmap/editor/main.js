/* The boundary editor: reads the drawing, joins map, tables, keys and saving. */
import { ask, Refused, useToken } from "./api.js";
import { Draft } from "./draft.js";
import { listenToFile } from "./files.js";
import { Halves } from "./halves.js";
import { showImpact } from "./impact.js";
import { Jobs } from "./jobs.js";
import { Kept } from "./kept.js";
import { Keys } from "./keys.js";
import { Lasso } from "./lasso.js";
import * as lines from "./lines.js";
import { changed, Loads } from "./loads.js";
import { Sheet } from "./map.js";
import { listenToSlivers, offerSlivers } from "./slivers.js";
import { Moving } from "./moving.js";
import { toDegrees } from "./places.js";
import { Side } from "./side.js";
import { Stale } from "./stale.js";
import { Sync } from "./sync.js";
import { roving } from "./toolbar.js";
import { measure, TOOLS, Tools } from "./tools.js";
import { Trouble } from "./trouble.js";
import { distance, land, nameOf, say } from "./words.js";

const page = document.getElementById("editor");
const box = document.getElementById("editor-map");
const told = document.getElementById("editor-told");
const state = document.getElementById("editor-state");
const find = (name) => document.getElementById(name);

useToken(page.dataset.token);

/* The same words once more are read aloud once more: they differ by a space that nobody sees. */
function tell(text) {
  told.textContent = text === told.textContent ? `${text}\u00a0` : text;
}

class Editor {
  constructor(answer) {
    this.answer = answer;
    this.sheet = new Sheet(box, { tiles: page.dataset.tiles, credit: page.dataset.credit });
    this.draft = new Draft({ lines: plain(answer.lines), grids: said(answer.grids) });
    this.kept = new Kept(page.dataset.who, page.dataset.number);
    this.sync = new Sync(page.dataset.api, this.draft, answer.version, {
      inside: (key) => this.inside(key),
      kept: this.kept,
    });
    this.tools = new Tools(this.sheet, (what) => this.done(what));
    this.keys = new Keys(this.sheet, this.tools, this.acts());
    this.side = new Side(this.acts());
    this.lasso = new Lasso(this);
    this.halves = new Halves(this);
    this.loads = new Loads({ zoomGrid: (key) => this.zoomGrid(key), halve: (key) => this.halves.show(key) });
    roving(document.querySelector(".toolbar"));
    this.jobs = new Jobs(this);
    this.showWays(answer.layers);
    this.stale = new Stale(this);
    this.trouble = new Trouble(() => this.sync.again());
    this.moving = new Moving(this.sheet);
    listenToFile(this);
    listenToSlivers(this);
    this.listen();
    this.sheet.showGround(answer);
    this.show(answer);
    this.tools.use("move");
    tell(say("how-move"));
    this.bringBack(answer);
  }

  /* Where the county has roads or rivers loaded, they are seen: a border rather follows one. Without them one draws all the same. */
  async showWays(layers) {
    if (!layers.length) return;
    find("layer-ways").parentNode.hidden = false;
    this.sheet.showWays(await ask("GET", `${page.dataset.api}lines/`).catch(() => ({ features: [] })));
  }

  /* What an earlier window had drawn and could not save. */
  bringBack(answer) {
    const found = this.kept.read();
    if (!found) return;
    this.kept.drop();
    const arrived = found.sent && page.dataset.mine === "yes" && answer.version === found.version + 1;
    if (arrived || found.version > answer.version) return;
    this.sync.version = found.version;
    this.change("broughtBack", found.state);
  }

  acts() {
    return {
      tell,
      state: () => this.draft.now,
      undo: () => this.undo(),
      redo: () => this.redo(),
      choose: (id) => this.choose(id),
      moveVertex: (from, to) => this.change("movedVertex", lines.moveVertex(this.draft.now, from, to)),
      moveBorder: (id, by) => this.moveBorder(id, by),
      insert: (id, xy) => this.insert(id, xy),
      remove: (id, xy) => this.removeVertex(id, xy),
      rename: (key, changes) => this.change("changedGrid", lines.changeGrid(this.draft.now, key, changes)),
      merge: (one, other) => this.merge(one, other),
      zoomGrid: (key) => this.zoomGrid(key),
      chooseLine: (id, event) => this.chooseFromTable(id, byKeyboard(event)),
      removeLine: (id) => this.change("removedBorder", lines.removeLines(this.draft.now, [id])),
      zoomProblem: (place) =>
        this.sheet.zoomTo(this.sheet.sources.problems.getFeatureById(`problem-${place}`).getGeometry(), 19),
    };
  }

  listen() {
    this.draft.addEventListener("changed", () => this.redraw());
    this.draft.addEventListener("settled", () => this.redraw());
    this.sync.addEventListener("answered", ({ detail }) => this.answered(detail));
    box.addEventListener("pointerdown", () => {
      this.busy = true;
    });
    for (const name of ["pointerup", "pointercancel"])
      window.addEventListener(name, () => setTimeout(() => this.rested()));
    this.sync.addEventListener("waiting", () => this.status("unsaved"));
    this.sync.addEventListener("saving", () => this.status("saving"));
    this.sync.addEventListener("saved", () => this.status("saved"));
    for (const name of ["saved", "stale"]) this.sync.addEventListener(name, () => this.trouble.hide());
    this.sync.addEventListener("failed", ({ detail }) => this.failed(detail));
    this.sync.addEventListener("closed", () => tell(say("noDraft")));
    this.sync.addEventListener("outdated", ({ detail }) =>
      this.outdated(detail).catch((error) => this.trouble.show(error)),
    );
    this.sync.addEventListener("stale", ({ detail }) => this.stale.ask(detail));
    for (const name of TOOLS) {
      find(`tool-${name}`).addEventListener("click", (event) => this.use(name, byKeyboard(event)));
    }
    find("undo").addEventListener("click", () => this.undo());
    find("redo").addEventListener("click", () => this.redo());
    find("finish").addEventListener("click", () => this.tools.draw?.finishDrawing());
    find("cancel").addEventListener("click", () => this.giveUp());
    find("whole").addEventListener("click", () => this.sheet.showAll());
    find("done").addEventListener("click", (event) => this.leave(event));
    document.addEventListener("keydown", (event) => this.pressed(event));
    find("vertex-next").addEventListener("click", () => this.keys.next(1));
    find("vertex-last").addEventListener("click", () => this.keys.next(-1));
    find("vertex-remove").addEventListener(
      "click",
      () => this.keys.held && this.removeVertex(this.keys.held.id, this.keys.held.from),
    );
    for (const name of ["present", "ways", "households"]) {
      find(`layer-${name}`).addEventListener("change", (event) =>
        this.sheet.layers[name].setVisible(event.target.checked),
      );
    }
    find("layer-special").addEventListener("change", (event) => {
      this.sheet.marked = event.target.checked;
      this.sheet.layers.households.changed();
    });
  }

  /* Undo and redo wherever the focus is, but for fields, which have their own. */
  pressed(event) {
    if (
      event.defaultPrevented ||
      !(event.ctrlKey || event.metaKey) ||
      event.target.closest("input:not([type=checkbox]), textarea, dialog")
    )
      return;
    const key = event.key.toLowerCase();
    if (key === "z" && !event.shiftKey) this.undo();
    else if (key === "y" || key === "z") this.redo();
    else return;
    event.preventDefault();
  }

  /* To the plan with everything saved; what cannot be saved is told instead. */
  async leave(event) {
    if (!this.sync.dirty || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const { href } = event.currentTarget;
    await this.sync.flush().catch(() => {});
    if (!this.sync.dirty) window.location.assign(href);
  }

  /* What the tools drew. */
  done({ moved, border, line, lasso, measured, chosen, held, remove }) {
    if (moved) this.change("movedVertex", this.sheet.readLines(this.draft.now));
    if (border) this.moveBorder(...border);
    if (line) this.change("drewLine", lines.addLine(this.draft.now, line.map(toDegrees)));
    if (lasso) this.lasso.take(lasso);
    if (measured) {
      const words = measure(measured, { land, distance });
      find("measured").textContent = words;
      tell(words);
    }
    if (chosen !== undefined) {
      this.keys.letGo();
      this.choose(chosen);
    }
    if (held) this.keys.hold(...held);
    if (remove) this.removeVertex(...remove);
  }

  change(what, next) {
    if (next === this.draft.now) return;
    this.keys.letGo();
    this.said = say(what);
    this.draft.change(what, next);
    tell(this.said);
  }

  undo() {
    const what = this.draft.undo();
    tell(what ? say("undone", { what: say(what) }) : say("nothingToUndo"));
  }

  redo() {
    const what = this.draft.redo();
    tell(what ? say("redone", { what: say(what) }) : say("nothingToRedo"));
  }

  use(name, focus) {
    this.giveUp();
    this.tools.use(name);
    for (const each of TOOLS) find(`tool-${each}`).setAttribute("aria-pressed", String(each === name));
    find("drawing-buttons").hidden = !this.tools.draw;
    find("measured").textContent = "";
    tell(say(`how-${name}`));
    if (focus) box.focus({ focusVisible: true });
  }

  giveUp() {
    this.tools.cancel();
    this.keys.letGo();
    this.lasso.drop();
  }

  moveBorder(id, by) {
    const along = (from, to) => {
      if (this.sheet.onOutline(from)) return this.sheet.toOutline(to);
      return lines.meeting(this.draft.now, from).some((line) => this.lockedLines.has(line.id)) ? from : to;
    };
    this.change("movedBorder", lines.moveLine(this.draft.now, id, by, along));
  }

  insert(id, xy) {
    const line = this.draft.now.lines.find((each) => each.id === id);
    const place = part(line.xy, xy);
    this.change("insertedVertex", lines.insertVertex(this.draft.now, id, place, xy));
  }

  removeVertex(id, xy) {
    const line = this.draft.now.lines.find((each) => each.id === id);
    const place = line.xy.findIndex((each) => lines.same(each, xy));
    if (place <= 0 || place === line.xy.length - 1) return tell(say("endStays"));
    return this.change("removedVertex", lines.removeVertex(this.draft.now, id, place));
  }

  merge(one, other) {
    const between = this.borders.filter((line) => line.beside.includes(one) && line.beside.includes(other));
    this.change(
      "merged",
      lines.removeLines(
        this.draft.now,
        between.map((line) => line.id),
      ),
    );
  }

  choose(id) {
    this.sheet.choose(id);
    find("chosen").hidden = id === null;
    const line = this.borders.find((each) => each.id === id);
    if (line) find("chosen-name").textContent = this.between(line);
    this.side.markLine(id);
  }

  chooseFromTable(id, focus) {
    this.choose(id);
    const feature = this.sheet.sources.lines.getFeatureById(id);
    this.sheet.zoomTo(feature.getGeometry());
    const line = this.draft.now.lines.find((each) => each.id === id);
    if (this.lockedLines.has(id)) return tell(say("lockedBorder"));
    if (!focus) return tell(say("how-move"));
    box.focus({ focusVisible: true });
    return this.keys.hold(id, line.xy[Math.floor(line.xy.length / 2)]);
  }

  zoomGrid(key) {
    this.sheet.chooseGrid(key);
    const feature = this.sheet.sources.grids.getFeatureById(key);
    if (feature) this.sheet.zoomTo(feature.getGeometry());
  }

  /* A point inside the grid as last drawn: by it the service knows a new grid again. */
  inside(key) {
    const shape = this.sheet.sources.grids.getFeatureById(key)?.getGeometry();
    if (!shape) return null;
    const polygon = shape.getType() === "MultiPolygon" ? largest(shape.getPolygons()) : shape;
    return { type: "Point", coordinates: toDegrees(polygon.getInteriorPoint().getCoordinates().slice(0, 2)) };
  }

  /* While a hand drags a line, an answer waits: it would take the line away under it. */
  answered(answer) {
    if (this.busy) this.waiting = { answer, revision: this.draft.revision };
    else this.show(answer);
  }

  rested() {
    this.busy = false;
    const { waiting } = this;
    this.waiting = null;
    if (waiting?.revision === this.draft.revision) this.show(waiting.answer);
  }

  /* An answer of the service: grids, figures, what is wrong. Its lines take the place of ours while nobody holds one. */
  show(answer) {
    // What a stroke did to the loads is told after what it was.
    const moved = this.said ? changed(this.answer.grids, answer.grids) : [];
    if (moved.length) tell([this.said, ...moved].join(" "));
    this.said = "";
    this.answer = { ...this.answer, ...answer };
    this.loads.show(this.answer.grids, this.answer.target);
    this.sheet.showGrids(answer.grids);
    this.sheet.showProblems(answer.problems);
    const next = {
      lines: this.keys.held ? this.draft.now.lines : keptIds(plain(answer.lines), this.draft.now.lines),
      grids: said(answer.grids),
    };
    this.draft.settle(next);
    this.side.showProblems(answer.problems);
    offerSlivers(answer.problems);
    showImpact(this.answer);
    this.moving.show(this.answer);
    this.lasso.offer(answer.grids);
    page.dataset.ready = "yes";
  }

  /* Lines, tables and buttons by the present state of the draft. */
  redraw() {
    const now = this.draft.now;
    const lockedGrids = new Set(now.grids.filter((grid) => grid.locked).map((grid) => grid.key));
    this.borders = now.lines.map((line) => {
      const beside = this.sheet.neighbours(line.xy);
      const length = ol.sphere.getLength(new ol.geom.LineString(line.xy), { projection: "EPSG:4326" });
      return { id: line.id, beside, length, locked: beside.some((key) => lockedGrids.has(key)) };
    });
    this.lockedLines = new Set(this.borders.filter((line) => line.locked).map((line) => line.id));
    const shown = JSON.stringify([now.lines, [...this.lockedLines]]);
    if (shown !== this.shown) this.sheet.showLines(now, this.lockedLines);
    this.shown = shown;
    this.side.showBorders(this.borders, (key) => this.nameOf(key), this.sheet.chosen);
    this.side.showGrids(
      this.answer.grids.map((grid) => ({ ...grid, ...now.grids.find((each) => each.key === grid.key) })),
      beside(this.borders),
    );
    if (!now.lines.some((line) => line.id === this.sheet.chosen)) this.choose(null);
    find("undo").disabled = !this.draft.past.length;
    find("redo").disabled = !this.draft.future.length;
  }

  nameOf(key) {
    const grid = this.draft.now.grids.find((each) => each.key === key);
    return grid ? nameOf(grid) : say("nobodys");
  }

  between(line) {
    return say("between", { one: this.nameOf(line.beside[0]), other: this.nameOf(line.beside[1]) });
  }

  status(name) {
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    state.textContent = say(name, { time });
    state.dataset.state = name;
  }

  failed(error) {
    this.status("notSaved");
    this.trouble.show(error);
  }

  /* Somebody else has saved while we only looked. */
  async outdated({ changed_by: who }) {
    await this.reload();
    tell(say("theirs", { who }));
  }

  /* Begin anew with what the service has. What was chosen for the former drawing goes with it. */
  async reload() {
    const answer = await ask("GET", `${page.dataset.api}drawing/`);
    this.giveUp();
    this.draft.change("reloaded", { lines: plain(answer.lines), grids: said(answer.grids) });
    this.sync.restart(answer.version);
    this.show(answer);
    this.sheet.showAll();
    this.status("saved");
  }
}

/* Was a button pressed with a key? A pointer's click has a count. */
function byKeyboard(event) {
  return event.detail === 0;
}

function plain(found) {
  return found.map((line) => ({ id: line.id, xy: line.geometry.coordinates }));
}

function said(grids) {
  return grids.map(({ key, name, code, locked, multipart_allowed, leader_from }) => ({
    key,
    name,
    code,
    locked,
    multipart_allowed,
    leader_from,
  }));
}

/* The service numbers its lines anew each time: one that is the same as ours, or shares an inner vertex, keeps our id. */
function keptIds(found, ours) {
  const free = new Map(
    ours.flatMap((line) =>
      line.xy.slice(line.xy.length > 2 ? 1 : 0, line.xy.length > 2 ? -1 : undefined).map((xy) => [String(xy), line.id]),
    ),
  );
  const taken = new Set();
  return found.map((line) => {
    const own = line.xy.slice(line.xy.length > 2 ? 1 : 0, line.xy.length > 2 ? -1 : undefined);
    const id =
      own.map((xy) => free.get(String(xy))).find((each) => each !== undefined && !taken.has(each)) ?? fresh(line);
    taken.add(id);
    return { ...line, id };
  });
}

let count = 0;

function fresh(line) {
  count += 1;
  return `${line.id}-${count}`;
}

/* For each grid those on the other side of its free borders. */
function beside(borders) {
  const found = new Map();
  for (const {
    beside: [one, other],
    locked,
  } of borders) {
    if (locked || one === null || other === null || one === other) continue;
    for (const [grid, next] of [
      [one, other],
      [other, one],
    ])
      found.set(grid, (found.get(grid) || new Set()).add(next));
  }
  return found;
}

function largest(polygons) {
  return polygons.reduce((one, other) => (other.getArea() > one.getArea() ? other : one));
}

/* Between which vertices of a line the place lies: it becomes that number. */
function part(xy, place) {
  let [least, found] = [Infinity, 1];
  for (let at = 1; at < xy.length; at++) {
    const on = new ol.geom.LineString([xy[at - 1], xy[at]]).getClosestPoint(place);
    const far = Math.hypot(on[0] - place[0], on[1] - place[1]);
    if (far < least) [least, found] = [far, at];
  }
  return found;
}

async function begin() {
  try {
    return new Editor(await ask("GET", `${page.dataset.api}drawing/`));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    tell(say("notLoaded"));
    new Trouble(() => window.location.reload()).show(error);
    page.dataset.ready = "no";
    return null;
  }
}

begin();
