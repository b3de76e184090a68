/* The base below the areas of a map, where the operator has imported one: roads, rivers, waters and relief below, the names of
   settlements above. Drawn square by square on canvas, in the colours of the page; a square never changes, so browsers keep it.
   Leaflet's maps of this site take it by themselves, the boundary editor asks for it (editor/map.js). */
window.gridmapBase = (() => {
  var NEAREST = 16;
  var NAMES_FROM = 13;
  var KEPT = 400;
  var AT_ONCE = 2;
  var TRIES = 4;
  var SIDE = 512;
  var WIDTHS = { river: [2.6, 1.8, 1], road: [2.4, 1.5, 0.9] };
  var SIZES = [13, 12, 11];
  var SOURCES = { relief: "--base-relief", water: "--base-water", river: "--base-water", road: "--base-road" };
  var asked = null;
  var squares = new Map();
  var urgent = [];
  var waiting = [];
  var running = 0;

  function fetched(address, tries) {
    return fetch(address, { credentials: "same-origin", headers: { Accept: "application/json" } }).then((answer) => {
      var wait = Number(answer.headers.get("Retry-After"));
      if (answer.status === 429 && wait <= 5 && tries > 1) {
        return new Promise((go) => {
          window.setTimeout(go, 1000 * wait);
        }).then(() => fetched(address, tries - 1));
      }
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    });
  }

  /* A few at once, as the service answers one reader; what the map itself asks for goes first. */
  function inTurn(ask, first) {
    return new Promise((go, fail) => {
      (first ? urgent : waiting).push(() =>
        ask()
          .then(go, fail)
          .finally(() => {
            running -= 1;
            next();
          }),
      );
      next();
    });
  }

  function next() {
    if (running >= AT_ONCE || !(urgent.length || waiting.length)) return;
    running += 1;
    (urgent.shift() || waiting.shift())();
  }

  /* Whose it is and its version, "" where there is none, or where nobody is signed in. */
  function about() {
    asked = asked || inTurn(() => fetched("/api/v1/base/", TRIES)).catch(() => ({ version: "", credit: "" }));
    return asked;
  }

  function square(version, zoom, x, y) {
    var address = `/api/v1/base/${version}/${zoom}/${x}/${y}/`;
    var known = squares.get(address);
    if (known) return known;
    known = inTurn(() => fetched(address, TRIES)).catch(() => {
      squares.delete(address);
      return { side: SIDE, shapes: [] };
    });
    squares.set(address, known);
    if (squares.size > KEPT) squares.delete(squares.keys().next().value);
    return known;
  }

  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  function lines(shape) {
    var inner = shape.coordinates;
    if (shape.type === "LineString") return [inner];
    if (shape.type === "MultiPolygon") return inner.flat();
    return inner;
  }

  function points(shape) {
    return shape.type === "Point" ? [shape.coordinates] : shape.coordinates;
  }

  function path(pen, parts) {
    pen.beginPath();
    parts.forEach((part) => {
      part.forEach((point, place) => {
        if (place) pen.lineTo(point[0], point[1]);
        else pen.moveTo(point[0], point[1]);
      });
    });
  }

  function ground(pen, told, unit) {
    told.shapes.forEach((each) => {
      if (!SOURCES[each.kind]) return;
      path(pen, lines(each.shape));
      if (WIDTHS[each.kind]) {
        pen.strokeStyle = colour(SOURCES[each.kind]);
        pen.lineWidth = WIDTHS[each.kind][each.rank - 1] * unit;
        pen.lineJoin = pen.lineCap = "round";
        pen.stroke();
      } else {
        pen.fillStyle = colour(SOURCES[each.kind]);
        pen.fill("evenodd");
      }
    });
  }

  /* The first ranks first; a name that would lie over another one is left out. */
  function names(pen, told, unit) {
    var taken = [];
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    pen.fillStyle = colour("--base-ink");
    pen.strokeStyle = colour("--map-halo");
    told.shapes
      .filter((each) => each.kind === "settlement")
      .sort((one, two) => one.rank - two.rank)
      .forEach((each) => {
        points(each.shape).forEach((point) => {
          name(pen, each, point, unit, taken);
        });
      });
  }

  function name(pen, each, point, unit, taken) {
    var size = SIZES[each.rank - 1] * unit;
    pen.font = `${size}px ${getComputedStyle(document.body).fontFamily}`;
    var west = point[0] + 6 * unit;
    var box = [
      point[0] - 4 * unit,
      point[1] - size * 0.7,
      west + pen.measureText(each.name).width,
      point[1] + size * 0.7,
    ];
    if (taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) return;
    taken.push(box);
    pen.beginPath();
    pen.arc(point[0], point[1], (5 - each.rank) * 0.8 * unit, 0, 2 * Math.PI);
    pen.fill();
    pen.lineWidth = 3 * unit;
    pen.strokeText(each.name, west, point[1]);
    pen.fillText(each.name, west, point[1]);
  }

  /* `side` in pixels of the page; `above`: the names alone, or else all but them. */
  function paint(canvas, told, side, above) {
    var dense = window.devicePixelRatio || 1;
    canvas.width = canvas.height = Math.round(side * dense);
    var pen = canvas.getContext("2d");
    pen.scale(canvas.width / told.side, canvas.width / told.side);
    (above ? names : ground)(pen, told, told.side / side);
    return canvas;
  }

  function drawn(version, zoom, x, y, above) {
    return square(version, zoom, x, y).then((told) => paint(document.createElement("canvas"), told, SIDE, above));
  }

  function squaresOf(version, above, pane, from) {
    var Squares = L.GridLayer.extend({
      createTile: function (at, done) {
        var canvas = document.createElement("canvas");
        var side = this.getTileSize().x;
        // A square twice as wide as usual is one of the zoom before.
        square(version, at.z - 1, at.x, at.y).then((told) => {
          paint(canvas, told, side, above);
          done(null, canvas);
        });
        return canvas;
      },
    });
    return new Squares({ pane: pane, tileSize: SIDE, maxNativeZoom: NEAREST + 1, minZoom: from, noWrap: true });
  }

  function credit(map, text) {
    var line = L.control({ position: "bottomright" });
    line.onAdd = () => {
      var made = L.DomUtil.create("div", "base-credit");
      made.textContent = text;
      return made;
    };
    line.addTo(map);
  }

  function leaflet(map) {
    about().then((told) => {
      if (!told.version || map.gridmapBase) return;
      map.gridmapBase = true;
      [
        ["base-ground", 150],
        ["base-names", 450],
      ].forEach((pane) => {
        var made = map.createPane(pane[0]);
        made.style.zIndex = pane[1];
        made.style.pointerEvents = "none";
      });
      // Afar the names of the areas themselves need the room.
      var layers = [
        squaresOf(told.version, false, "base-ground", 6),
        squaresOf(told.version, true, "base-names", NAMES_FROM),
      ];
      layers.forEach((layer) => {
        layer.addTo(map);
      });
      credit(map, told.credit);
      map.getContainer().dataset.base = told.version;
      followLook(() => {
        layers.forEach((layer) => {
          layer.redraw();
        });
      });
    });
  }

  /* Light and dark have their own colours. */
  function followLook(again) {
    new MutationObserver(again).observe(document.documentElement, { attributeFilter: ["data-theme"] });
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  }

  if (window.L) {
    L.Map.addInitHook(function () {
      leaflet(this);
    });
  }

  return { about: about, drawn: drawn, followLook: followLook, inTurn: inTurn, nearest: NEAREST, side: SIDE };
})();
