/* The map: layers, what is on them, and where to look. */
import { nameOf, number, say } from "./words.js";
import { same } from "./lines.js";
import { shapeOf, toDegrees, toMap } from "./places.js";
import * as styles from "./styles.js";

const source = () => new ol.source.Vector({ wrapX: false });

export class Sheet {
  constructor(target, { tiles, credit }) {
    this.sources = Object.fromEntries(
      ["grids", "ways", "present", "outline", "households", "lines", "problems", "drawing", "cross"].map((name) => [
        name,
        source(),
      ]),
    );
    const labels = new ol.layer.Vector({ source: this.sources.grids, style: styles.label, declutter: true });
    this.chosen = null;
    this.marked = true;
    this.ringed = new Set();
    const styleOf = {
      grids: styles.grid,
      ways: styles.way,
      present: styles.present,
      outline: styles.outline,
      households: styles.household(() => this.marked),
      lines: (feature) =>
        feature.getId() === this.chosen ? styles.chosen : feature.get("locked") ? styles.locked : styles.line,
      problems: styles.problem,
      drawing: styles.drawing,
      cross: styles.cross,
    };
    this.layers = Object.fromEntries(
      Object.entries(this.sources).map(([name, from]) => [
        name,
        new ol.layer.Vector({ source: from, style: styleOf[name] }),
      ]),
    );
    this.map = new ol.Map({
      target,
      controls: [
        new ol.control.Zoom({ zoomInTipLabel: say("closer"), zoomOutTipLabel: say("farther") }),
        new ol.control.ScaleLine(),
      ],
      interactions: ol.interaction.defaults.defaults({
        keyboard: false,
        doubleClickZoom: false,
        altShiftDragRotate: false,
        pinchRotate: false,
      }),
      layers: [...ground(tiles, credit), ...base(), ...Object.values(this.layers), labels],
      view: new ol.View({ enableRotation: false, maxZoom: 21 }),
    });
    // Where the map looks, for whoever has to find a place on the screen.
    this.map.on("postrender", () => {
      target.dataset.view = [...this.map.getView().getCenter(), this.resolution].join(" ");
    });
  }

  get resolution() {
    return this.map.getView().getResolution();
  }

  /* What stays while one draws: outlines, the ghost of the present borders, households. */
  showGround(told) {
    fill(
      this.sources.outline,
      told.villages.map((village) => feature(village.outline, { id: village.code, name: village.name })),
    );
    fill(this.sources.present, [new ol.Feature(once(told.present.features.map((each) => shapeOf(each.geometry))))]);
    fill(
      this.sources.households,
      placesOf(told.households).map((place) =>
        feature({ type: "Point", coordinates: place.at }, { ...place, id: String(place.at) }),
      ),
    );
    // Who may not know which are special has nothing to mark.
    document.getElementById("layer-special").parentNode.hidden = !told.households.some((home) => "special" in home);
    this.showAll();
  }

  /* Roads and rivers, as GeoJSON. */
  showWays({ features }) {
    fill(
      this.sources.ways,
      features.map((each) => feature(each.geometry, each.properties)),
    );
  }

  showAll() {
    this.map.getView().fit(this.sources.outline.getExtent(), { padding: [30, 30, 30, 30] });
  }

  showLines(state, lockedLines) {
    fill(
      this.sources.lines,
      state.lines.map((line) => {
        const made = new ol.Feature({
          geometry: new ol.geom.LineString(line.xy.map(toMap)),
          locked: lockedLines.has(line.id),
        });
        made.setId(line.id);
        return made;
      }),
    );
  }

  showGrids(grids) {
    fill(
      this.sources.grids,
      grids.map((grid) =>
        feature(grid.geometry, {
          id: grid.key,
          fit: grid.figures.target,
          label: `${nameOf(grid)}\n${grid.locked ? `${say("locked")} · ` : ""}${say("households", { n: number(grid.figures.households) })}`,
        }),
      ),
    );
  }

  showProblems(problems) {
    fill(
      this.sources.problems,
      problems.flatMap((each, place) => (each.geometry ? [feature(each.geometry, { id: `problem-${place}` })] : [])),
    );
  }

  /* The dot of a place, which stands for all households there. */
  home(at) {
    return this.sources.households.getFeatureById(String(at));
  }

  /* Rings around the places from which households move. */
  ring(places) {
    const rings = new Set(places.map((at) => this.home(at)).filter(Boolean));
    const changed = [...this.ringed, ...rings].filter((home) => this.ringed.has(home) !== rings.has(home));
    // Silently: a map that draws itself after each of them is late.
    for (const home of changed) home.set("moves", rings.has(home), true);
    if (changed.length) this.layers.households.changed();
    this.ringed = rings;
  }

  zoomToHomes(places) {
    this.zoomTo(new ol.geom.MultiPoint(places.map((at) => this.home(at).getGeometry().getCoordinates())));
  }

  choose(id) {
    this.chosen = id;
    this.layers.lines.changed();
  }

  chooseGrid(key) {
    for (const each of this.sources.grids.getFeatures()) each.set("chosen", each.getId() === key);
  }

  zoomTo(shape, closest = 18) {
    const extent = ol.extent.buffer(shape.getExtent(), 20);
    this.map.getView().fit(extent, { padding: [60, 60, 60, 60], maxZoom: closest, duration: still() ? 0 : 250 });
  }

  gridAt(place) {
    return this.sources.grids.getFeaturesAtCoordinate(place)[0] || null;
  }

  /* The two grids beside each line, by a step to either side of the middle of its longest part. */
  neighbours(xy) {
    const places = xy.map(toMap);
    let [longest, at] = [-1, 1];
    for (let place = 1; place < places.length; place++) {
      const far = Math.hypot(places[place][0] - places[place - 1][0], places[place][1] - places[place - 1][1]);
      if (far > longest) [longest, at] = [far, place];
    }
    const [a, b] = [places[at - 1], places[at]];
    const step = Math.min(0.2, longest / 10) / (longest || 1);
    const aside = (side) => [
      (a[0] + b[0]) / 2 - side * step * (b[1] - a[1]),
      (a[1] + b[1]) / 2 + side * step * (b[0] - a[0]),
    ];
    return [1, -1].map((side) => this.gridAt(aside(side))?.getId() ?? null);
  }

  /* Does a border end on the outline here? */
  onOutline(xy) {
    const place = toMap(xy);
    return this.sources.outline.getFeatures().some((each) => {
      const near = each.getGeometry().getClosestPoint(place);
      return Math.hypot(near[0] - place[0], near[1] - place[1]) < 0.05;
    });
  }

  /* The nearest place on the outlines, in degrees. */
  toOutline(xy) {
    const place = toMap(xy);
    const found = this.sources.outline.getFeatures().map((each) => each.getGeometry().getClosestPoint(place));
    found.sort((one, other) => far(one, place) - far(other, place));
    return toDegrees(found[0]);
  }

  /* The lines as they now stand on the map, in degrees. */
  readLines(state) {
    const lines = state.lines.map((line) => {
      const xy = this.sources.lines.getFeatureById(line.id).getGeometry().getCoordinates().map(toDegrees);
      return xy.length === line.xy.length && xy.every((each, place) => same(each, line.xy[place]))
        ? line
        : { ...line, xy };
    });
    return lines.every((line, place) => line === state.lines[place]) ? state : { ...state, lines };
  }
}

function ground(tiles, credit) {
  if (!tiles) return [];
  const urls = tiles.includes("{s}") ? [..."01234567"].map((host) => tiles.replace("{s}", host)) : [tiles];
  return [new ol.layer.Tile({ source: new ol.source.XYZ({ urls, maxZoom: 18, attributions: credit }) })];
}

/* The base that the operator has imported: below everything, and empty where there is none. Its credit stands below the map. */
function base() {
  const layers = [false, true].map((above) => new ol.layer.Tile({ opacity: above ? 0.9 : 1 }));
  window.gridmapBase.about().then(({ version, credit }) => {
    if (!version) return;
    const squares = { maxZoom: window.gridmapBase.nearest, tileSize: window.gridmapBase.side };
    layers.forEach((layer, place) => {
      const above = place === 1;
      const loader = (zoom, x, y) => window.gridmapBase.drawn(version, zoom, x, y, above);
      const draw = () => layer.setSource(new ol.source.ImageTile({ loader, ...squares }));
      draw();
      window.gridmapBase.followLook(draw);
    });
    const line = document.getElementById("base-credit");
    if (line) line.textContent = credit;
  });
  return layers;
}

function feature(geometry, { id, ...told }) {
  const made = new ol.Feature({ geometry: shapeOf(geometry), ...told });
  if (id !== undefined) made.setId(id);
  return made;
}

/* The borders of these polygons, each only once: two dashed lines upon each other would look like one that is whole. */
function once(shapes) {
  const seen = new Set();
  const lines = [];
  for (const ring of shapes
    .flatMap((shape) => (shape.getType() === "Polygon" ? [shape] : shape.getPolygons()))
    .flatMap((each) => each.getCoordinates())) {
    let line = [];
    for (let at = 1; at < ring.length; at++) {
      const key = [ring[at - 1], ring[at]].map(String).sort().join("|");
      if (seen.has(key)) line = [];
      else if (line.length) line.push(ring[at]);
      else lines.push((line = [ring[at - 1], ring[at]]));
      seen.add(key);
    }
  }
  return new ol.geom.MultiLineString(lines);
}

function fill(from, features) {
  from.clear(true);
  from.addFeatures(features);
}

function far(one, other) {
  return Math.hypot(one[0] - other[0], one[1] - other[1]);
}

function still() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/* Households by their places: how many are at each, and how many of them special, where that is told. */
function placesOf(households) {
  const found = new Map();
  for (const { lng, lat, special } of households) {
    if (lng === null) continue;
    const place = found.get(`${lng},${lat}`) || {
      at: [lng, lat],
      households: 0,
      special: special === undefined ? null : 0,
    };
    place.households += 1;
    if (special) place.special += 1;
    found.set(`${lng},${lat}`, place);
  }
  return [...found.values()];
}
