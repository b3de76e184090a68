/* What folium's maps of this site draw. folium hands over codes, numbers, tones and addresses; everything that a
   person typed comes from the API or the table beside the map, and is set with textContent, never as HTML. */
var gridmap = (() => {
  "use strict";

  var INK = "var(--map-line)";
  var LACKING = "var(--alarm)";
  var FAINT = "var(--map-area)";
  var POINTS_AT_ONCE = 6000;
  var shown = null;

  function words() {
    var found = document.getElementById("words");
    return found ? JSON.parse(found.textContent) : {};
  }

  function fill(tone) {
    return `url(#tone-${tone})`;
  }

  function element(tag, text, name) {
    var made = document.createElement(tag);
    if (text) made.textContent = text;
    if (name) made.className = name;
    return made;
  }

  function say(map, text) {
    var line = map.getContainer().closest(".map").querySelector(".loading");
    if (!line) return;
    line.textContent = text || "";
    line.hidden = !text;
  }

  /* What every map has: its buttons named in the reader's language, no advertisement. */
  function prepare(map) {
    if (map.gridmapReady) return;
    map.gridmapReady = true;
    map.gridmapStage = L.layerGroup().addTo(map);
    map.gridmapTurn = 0;
    map.gridmapTold = map.getContainer().closest(".map").dataset.told;
    shown = map;
    map.attributionControl.setPrefix(false);
    var told = words();
    [
      ["in", told.in],
      ["out", told.out],
    ].forEach((pair) => {
      var button = map.getContainer().querySelector(`.leaflet-control-zoom-${pair[0]}`);
      if (button && pair[1]) {
        button.title = pair[1];
        button.setAttribute("aria-label", pair[1]);
      }
    });
    L.control.scale({ imperial: false }).addTo(map);
    map.getContainer().dataset.ready = "no";
    // Paper has another size, and a browser says so too late: the page takes it before.
    for (const [event, printing] of [
      ["beforeprint", true],
      ["afterprint", false],
    ])
      window.addEventListener(event, () => {
        document.documentElement.classList.toggle("printing", printing);
        map.invalidateSize({ animate: false });
      });
  }

  /* What a map that fills its page shows is moved from under what floats on it (grounds.js). */
  function frame(map, box) {
    if (own.fit) own.fit(map, box);
    else map.fitBounds(box, { padding: [8, 8] });
  }

  function ready(map) {
    map.getContainer().dataset.ready = "yes";
  }

  /* Whoever asks for much at once is told to come again in a moment, and does so once. */
  function fetched(address, kind) {
    return gridmapBase.inTurn(() => answered(address, kind), true);
  }

  function answered(address, kind) {
    return asked(address, kind)
      .then((answer) => {
        var wait = Number(answer.headers.get("Retry-After"));
        if (answer.status !== 429 || !(wait <= 5)) return answer;
        return new Promise((go) => {
          window.setTimeout(go, 1000 * wait);
        }).then(() => asked(address, kind));
      })
      .then((answer) => {
        if (!answer.ok) throw new Error(String(answer.status));
        return answer.json();
      });
  }

  function asked(address, kind) {
    return fetch(address, { credentials: "same-origin", headers: { Accept: kind || "application/geo+json" } });
  }

  /* The row of the table that says the same as an area on the map: its words, numbers and link. */
  function rowOf(code) {
    return document.querySelector(`tr[data-code="${code}"]`);
  }

  function tip(row) {
    var box = element("div");
    box.appendChild(element("b", [row.dataset.above, row.dataset.name].filter(Boolean).join(" · ")));
    box.appendChild(
      element(
        "div",
        [row.dataset.metric, row.dataset.share, row.dataset.change, row.dataset.figure].filter(Boolean).join(" · "),
      ),
    );
    return box;
  }

  /* The middle of the longest of some level lines through the largest ring: inside the area, where a name has room. */
  function anchor(layer) {
    var rings = layer.getLatLngs().map((polygon) => (polygon[0].length ? polygon[0] : polygon));
    var ring = rings.reduce((a, b) => (span(b) > span(a) ? b : a));
    var bounds = L.latLngBounds(ring);
    var best = { width: -1 };
    for (var step = 2; step <= 8; step++) {
      var lat = bounds.getSouth() + ((bounds.getNorth() - bounds.getSouth()) * step) / 10;
      var cuts = crossings(ring, lat);
      for (var i = 0; i + 1 < cuts.length; i += 2) {
        var width = (cuts[i + 1] - cuts[i]) * (1 - Math.abs(step - 5) / 20);
        if (width > best.width) best = { width: width, lat: lat, west: cuts[i], east: cuts[i + 1] };
      }
    }
    return best;
  }

  function span(ring) {
    var bounds = L.latLngBounds(ring);
    return (bounds.getEast() - bounds.getWest()) * (bounds.getNorth() - bounds.getSouth());
  }

  function crossings(ring, lat) {
    var found = [];
    for (var i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      var a = ring[j],
        b = ring[i];
      if (a.lat > lat !== b.lat > lat) found.push(a.lng + ((lat - a.lat) * (b.lng - a.lng)) / (b.lat - a.lat));
    }
    return found.sort((x, y) => x - y);
  }

  function textWidth(text, size) {
    var width = 0;
    for (var i = 0; i < text.length; i++) width += text.charCodeAt(i) > 255 ? size : 0.54 * size;
    return width;
  }

  function overlap(a, b) {
    return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
  }

  /* Outlines of areas, behind what matters. */
  function areas(map, told) {
    prepare(map);
    var turn = map.gridmapTurn;
    fetched(told.url)
      .then((found) => {
        if (turn !== map.gridmapTurn) return;
        var drawn = found.features.filter((feature) => feature.geometry);
        L.geoJSON(drawn, {
          interactive: false,
          style: { color: INK, weight: 1, fillOpacity: 0.35, fillColor: FAINT },
        })
          .addTo(map.gridmapStage)
          .bringToBack();
      })
      .catch(() => {
        say(map, words().failed);
        ready(map);
      });
  }

  /* Leaflet listens for the focus of a shape with a tooltip, and Chromium makes a tab stop of every shape of SVG that
     is listened to so: one for each area, which nobody sees and which does nothing. The table has the links. */
  function leaveOut(shape) {
    var drawn = shape.getElement();
    if (drawn) drawn.setAttribute("tabindex", "-1");
    else
      shape.once("add", () => {
        leaveOut(shape);
      });
  }

  function homes(map, told) {
    prepare(map);
    if (own.begin) own.begin(map);
    var group = L.layerGroup().addTo(map.gridmapStage);
    var renderer = L.svg({ padding: 0.3 });
    var turn = map.gridmapTurn;
    var drawn = 0;
    function next(address, pages) {
      return fetched(address).then((found) => {
        if (turn !== map.gridmapTurn) return;
        found.features.forEach((feature) => {
          if (!feature.geometry || drawn >= POINTS_AT_ONCE) return;
          drawn += 1;
          dot(feature, renderer).addTo(group);
        });
        if (found.next && pages > 1 && drawn < POINTS_AT_ONCE) return next(local(found.next), pages - 1);
        say(map, found.next ? words().more : "");
        ready(map);
      });
    }
    next(told.url, told.pages).catch(() => {
      say(map, words().failed);
      ready(map);
    });
  }

  /* Only the path and query of an address: it stays on this host whatever a proxy calls it. */
  function local(address) {
    var parts = new URL(address, window.location.href);
    return parts.pathname + parts.search;
  }

  function dot(feature, renderer) {
    var told = feature.properties;
    var place = L.latLng(feature.geometry.coordinates[1], feature.geometry.coordinates[0]);
    var lacking = !told.linked;
    var made = L.circleMarker(place, {
      renderer: renderer,
      radius: told.special ? 7 : 5,
      color: lacking ? LACKING : INK,
      weight: lacking ? 2.5 : 1,
      fillColor: fill(told.status),
      fillOpacity: 1,
    });
    made.bindPopup(() => card(told));
    return made;
  }

  function card(told) {
    var text = words();
    var box = element("div", "", "home-card");
    box.appendChild(element("b", `${told.head} `));
    box.appendChild(element("small", told.number));
    box.appendChild(element("div", toneWord(told.status), "status"));
    if (told.special) box.appendChild(element("div", text.special));
    box.appendChild(element("div", told.linked ? `${text.contact} ${told.contact || ""}` : text.none));
    if (told.last_met) box.appendChild(element("div", `${text.met} ${told.last_met}`));
    if (told.masked) box.appendChild(element("div", text.about));
    var link = element("a", text.open);
    link.href = `/households/${encodeURIComponent(told.token)}/`;
    box.appendChild(link);
    return box;
  }

  function toneWord(tone) {
    var line = document.querySelector(`.legend [data-tone="${tone}"]`);
    return line ? line.textContent : "";
  }

  function home(map, told) {
    prepare(map);
    var shape = { color: INK, weight: 1.5, fillColor: FAINT, fillOpacity: 0.6, interactive: false };
    if (told.outline.length) L.polygon(told.outline, shape).addTo(map);
    if (told.lat !== null) {
      shape = { radius: 8, color: INK, weight: 1.5, fillColor: fill(told.tone), fillOpacity: 1, interactive: false };
      L.circleMarker([told.lat, told.lon], shape).addTo(map);
    }
    ready(map);
  }

  /* Members as dots, the fuller the darker; households that lack a contact as rings. */
  function pairs(map, told) {
    prepare(map);
    var group = L.layerGroup().addTo(map);
    var renderer = L.svg({ padding: 0.3 });
    Promise.all([fetched(told.url, "application/json"), fetched(told.members, "application/json")])
      .then((found) => {
        found[0].results.forEach((gap) => {
          if (!gap.point) return;
          L.circleMarker([gap.point[1], gap.point[0]], {
            renderer: renderer,
            radius: 8,
            color: LACKING,
            weight: 2.5,
            fillOpacity: 0,
          })
            .bindPopup(() => lacking(gap))
            .addTo(group);
        });
        found[1].results.forEach((member) => {
          if (!member.point) return;
          var tone =
            member.ability !== "able"
              ? "none"
              : member.load >= member.capacity
                ? "never"
                : member.load > 10
                  ? "overdue"
                  : "ok";
          L.circleMarker([member.point[1], member.point[0]], {
            renderer: renderer,
            radius: 5,
            color: INK,
            weight: 1.5,
            fillColor: fill(tone),
            fillOpacity: 1,
          })
            .bindPopup(() => helper(member))
            .addTo(group);
        });
        ready(map);
        say(map, found[0].next ? words().more : "");
      })
      .catch(() => {
        say(map, words().failed);
        ready(map);
      });
  }

  function lacking(gap) {
    var box = element("div", "", "home-card");
    box.appendChild(element("b", `${gap.head} `));
    box.appendChild(element("small", gap.number));
    box.appendChild(element("div", gap.cause_word));
    var link = element("a", words().open);
    link.href = `/households/${encodeURIComponent(gap.household)}/contact/`;
    box.appendChild(link);
    return box;
  }

  function helper(member) {
    var box = element("div", "", "home-card");
    box.appendChild(element("b", member.name));
    box.appendChild(element("div", words().load.replace("{load}", member.load).replace("{capacity}", member.capacity)));
    box.appendChild(element("div", member.branch));
    var link = element("a", words().member);
    link.href = `/members/${encodeURIComponent(member.id)}/`;
    box.appendChild(link);
    return box;
  }

  /* Numbered points: what each is stands in the table beside the map. */
  function spots(map, told) {
    prepare(map);
    told.points.forEach((point) => {
      var made = element("span", String(point[0]), "spot");
      L.marker([point[1], point[2]], {
        icon: L.divIcon({ html: made, className: "spot-mark", iconSize: [22, 22] }),
        interactive: false,
        keyboard: false,
      }).addTo(map);
    });
    ready(map);
  }

  /* A page that answers its filters keeps its map and says anew what is on it. */
  document.addEventListener("htmx:afterSettle", () => {
    var box = document.querySelector(".map[data-told]");
    // A list beside the map may have been answered, and the map be as it was.
    if (!box || !shown) return;
    if (box.dataset.told === shown.gridmapTold) {
      say(shown, "");
      return;
    }
    var told = JSON.parse(box.dataset.told);
    shown.gridmapTold = box.dataset.told;
    shown.gridmapTurn += 1;
    if (shown.gridmapGrounds) shown.gridmapGrounds = {};
    shown.gridmapStage.fire("clear").clearLayers();
    shown.getContainer().dataset.ready = "no";
    shown.invalidateSize();
    // Another day or figure of the same area leaves the reader where he is.
    if (String(told.box) !== String(shown.gridmapBox)) frame(shown, told.box);
    told.layers.forEach((layer) => {
      kinds[layer[0]](shown, layer[1]);
    });
  });

  /* What the scripts of single pages share with this one. */
  var own = {
    anchor: anchor,
    crossings: crossings,
    dot: dot,
    element: element,
    fetched: fetched,
    fill: fill,
    leaveOut: leaveOut,
    local: local,
    overlap: overlap,
    prepare: prepare,
    ready: ready,
    rowOf: rowOf,
    say: say,
    textWidth: textWidth,
    tip: tip,
    words: words,
    map: () => shown,
  };
  var kinds = { areas: areas, homes: homes, home: home, pairs: pairs, spots: spots, own: own };
  return kinds;
})();
