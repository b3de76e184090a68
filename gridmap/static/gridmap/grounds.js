/* The areas of a level filled by class, in the borders of the coarser levels, amid their grey neighbours and in
   the outline of what holds them; the few that need it most are ringed and named. Names come with the borders or stand in the page, and are set with textContent. */
(() => {
  "use strict";

  const own = gridmap.own;
  const CLOSE = 14;
  const HOMES_AT_ONCE = 1000;
  const kept = new Map();

  /* Borders of a county and a day: what is part of them is asked for once. */
  function borders(address) {
    if (!address) return Promise.resolve([]);
    if (!kept.has(address)) {
      const asked = own.fetched(address).then((found) => found.features.filter((feature) => feature.geometry));
      asked.catch(() => kept.delete(address));
      kept.set(address, asked);
    }
    return kept.get(address);
  }

  const inside = (features, code) => features.filter((feature) => feature.properties.code.startsWith(code));

  /* What floats on the map covers no part of what it shows. */
  function padding(map) {
    if (document.documentElement.classList.contains("printing")) return { padding: [8, 8] };
    const box = map.getContainer().getBoundingClientRect();
    const side = { left: 8, right: 8 };
    for (const [name, edge] of [
      [".mappanel", "left"],
      ["#picked:not([hidden])", "right"],
    ]) {
      const part = document.querySelector(name);
      if (!part || getComputedStyle(part).position !== "absolute") continue;
      const covered = part.getBoundingClientRect();
      side[edge] += edge === "left" ? covered.right - box.left : box.right - covered.left;
    }
    const high = side.left > 8 ? 28 : 8;
    const drawer = document.querySelector(".drawer[open]");
    const floats = drawer && getComputedStyle(drawer).position === "absolute";
    const low = floats ? box.bottom - drawer.getBoundingClientRect().top + 8 : high;
    return { paddingTopLeft: [side.left + (side.left > 8 ? 44 : 0), high], paddingBottomRight: [side.right, low] };
  }

  function fit(map, box) {
    map.gridmapBox = box;
    map.gridmapFits = true;
    map.fitBounds(box, { ...padding(map), animate: false });
    map.gridmapFits = false;
    map.gridmapFitted = map.getZoom();
  }

  function paths(features, options) {
    return L.geoJSON(features, { interactive: false, ...options });
  }

  const line = (name, weight) => ({ style: { className: name, fill: false, weight: weight } });

  function grounds(map, told) {
    own.prepare(map);
    const turn = map.gridmapTurn;
    begin(map);
    const wanted = [told.url, told.around, told.holder.url, ...told.outlines.map((one) => one.url)];
    Promise.all(wanted.map(borders))
      .then(([fills, around, holders, ...outlines]) => {
        if (turn !== map.gridmapTurn) return;
        const stage = map.gridmapStage;
        paths(
          around.filter((feature) => feature.properties.code !== told.area),
          { style: { className: "neighbour", weight: 1 } },
        ).addTo(stage);
        paths(
          holders.filter((feature) => feature.properties.code === told.holder.code),
          line("holder", 4),
        ).addTo(stage);
        const levels = told.outlines.map((one, index) => [one.level, inside(outlines[index], told.area)]);
        const drawn = inside(fills, told.area);
        const layer = L.geoJSON(drawn, {
          style: (feature) => ({
            className: `area tone-${told.tones[feature.properties.code] || "none"}`,
            weight: 1,
          }),
          onEachFeature: connect,
        }).addTo(stage);
        const lines = levels.toReversed().flatMap(([level, features]) =>
          paths(features, line(`border ${level}`, 1.5))
            .addTo(stage)
            .getLayers(),
        );
        const ringed = ringedOf(told, drawn, levels);
        const rings = paths(ringed, line("ringed", 2.5)).addTo(stage);
        map.gridmapGrounds = {
          told: told,
          lines: new Map(lines.map((shape) => [shape.feature.properties.code, shape])),
          shapes: new Map(layer.getLayers().map((shape) => [shape.feature.properties.code, shape])),
          places: [...drawn, ...levels.flatMap(([, features]) => features)].map((feature) => feature.properties),
          features: { drawn: drawn, levels: levels, ringed: ringed },
        };
        label(map, named(layer, levels, rings));
        closely(map, told);
        own.say(map, drawn.length ? "" : own.words().empty);
        own.ready(map);
        map.fire("grounds");
      })
      .catch(() => {
        own.say(map, own.words().failed);
        own.ready(map);
      });
  }

  function ringedOf(told, drawn, levels) {
    const named = levels.find(([level]) => level === told.ringed);
    const codes = new Set(told.rings);
    return (named ? named[1] : drawn).filter((feature) => codes.has(feature.properties.code));
  }

  /* Once: how it lies beside the panel, and that the page points at it. */
  function begin(map) {
    if (map.gridmapGrounds) return;
    map.gridmapGrounds = {};
    fit(map, JSON.parse(map.gridmapTold).box);
    document.addEventListener("mouseover", (event) => point(map, event.target));
    document.addEventListener("mouseout", (event) => point(map, event.relatedTarget));
  }

  /* A row, a line of the panel or an option of the list marks its area on the map. */
  let pointed = null;
  function point(map, target) {
    const code = target?.closest?.("tr[data-code], .foremost [data-code]")?.dataset.code || null;
    if (code === pointed) return;
    mark(map, pointed, false);
    pointed = code;
    mark(map, code, true);
  }

  function mark(map, code, on) {
    if (!code) return;
    own.rowOf(code)?.classList.toggle("pointed", on);
    for (const [each, shape] of map.gridmapGrounds.shapes || [])
      if (each.startsWith(code)) {
        shape.setStyle({ weight: on ? 3 : 1 });
        if (on) shape.bringToFront();
      }
  }

  /* A click on an area goes down into it; the finest are explained beside the map (stage/picked.js). */
  function connect(feature, shape) {
    const code = feature.properties.code;
    shape.bindTooltip(
      () => {
        const row = own.rowOf(code);
        if (own.elsewhen?.(code)) return own.element("div", `${feature.properties.name} · ${own.elsewhen(code)}`);
        return row ? own.tip(row) : own.element("div", feature.properties.name);
      },
      { sticky: true },
    );
    own.leaveOut(shape);
    shape.on("mouseover", () => mark(own.map(), code, true));
    shape.on("mouseout", () => mark(own.map(), code, false));
    shape.on("click", (event) => {
      if (own.map().gridmapMeasures) return;
      L.DomEvent.stopPropagation(event);
      document.dispatchEvent(new CustomEvent("area", { detail: { code: code } }));
    });
  }

  /* Ringed ones first, then townships, then whatever has room; none over another. */
  function named(layer, levels, rings) {
    const found = rings.getLayers().map((shape) => place(shape, "ringed", wordsOf(shape)));
    for (const [level, features] of levels) {
      const shapes = L.geoJSON(features).getLayers();
      found.push(...byWidth(shapes.map((shape) => place(shape, level, [shape.feature.properties.name, ""]))));
    }
    const rows = layer.getLayers().map((shape) => place(shape, "own", wordsOf(shape)));
    const seen = new Set();
    return [...found, ...byWidth(rows)].filter((one) => one.at.width > 0 && !seen.has(one.code) && seen.add(one.code));
  }

  const byWidth = (places) => places.sort((a, b) => b.at.width - a.at.width);

  function place(shape, kind, words) {
    return { at: own.anchor(shape), kind: kind, code: shape.feature.properties.code, words: words };
  }

  function wordsOf(shape) {
    const code = shape.feature.properties.code;
    const told = document.querySelector(`.foremost [data-code="${code}"]`) || own.rowOf(code);
    return told ? [told.dataset.name, told.dataset.share] : [shape.feature.properties.name, ""];
  }

  /* Placed anew after every zoom. */
  function label(map, places) {
    const group = L.layerGroup().addTo(map.gridmapStage);
    const size = Number.parseFloat(getComputedStyle(map.getContainer()).fontSize);
    function draw() {
      group.clearLayers();
      const taken = [];
      for (const one of places) {
        const wide = own.textWidth(one.words.join(" "), size) + 8;
        const at = L.latLng(one.at.lat, (one.at.west + one.at.east) / 2);
        const room =
          map.latLngToLayerPoint([one.at.lat, one.at.east]).x - map.latLngToLayerPoint([one.at.lat, one.at.west]).x;
        const point = map.latLngToLayerPoint(at);
        const box = [point.x - wide / 2, point.y - 0.7 * size, point.x + wide / 2, point.y + 0.7 * size];
        if (one.kind !== "ringed" && wide > room * 1.15) continue;
        if (taken.some((other) => own.overlap(box, other))) continue;
        taken.push(box);
        const made = own.element("span", "", `area-name ${one.kind}`);
        made.appendChild(own.element("span", one.words[0]));
        if (one.words[1]) made.appendChild(own.element("span", one.words[1], "share"));
        L.marker(at, {
          icon: L.divIcon({ html: made, className: "area-label", iconSize: [wide, 1.4 * size] }),
          interactive: false,
          keyboard: false,
        }).addTo(group);
      }
    }
    map.on("zoomend", draw);
    map.gridmapStage.once("clear", () => map.off("zoomend", draw));
    draw();
  }

  function homesOf(map, told) {
    const day = new URL(told.url, window.location.href).searchParams.get("on");
    return new URLSearchParams({
      area: told.area,
      on: day,
      bbox: map.getBounds().toBBoxString(),
      limit: HOMES_AT_ONCE,
    });
  }

  /* Whoever may see households sees them who looks closer than at the whole area: only those in sight. */
  function closely(map, told) {
    if (!told.homes) return;
    const group = L.layerGroup().addTo(map.gridmapStage);
    const renderer = L.svg({ padding: 0.3 });
    const close = (yes) => map.getContainer().classList.toggle("close", yes);
    let turn = 0;
    function look() {
      turn += 1;
      const mine = turn;
      if (map.getZoom() < CLOSE || map.getZoom() <= map.gridmapFitted) {
        group.clearLayers();
        close(false);
        return;
      }
      close(true);
      own
        .fetched(`/api/v1/households/?${homesOf(map, told)}`)
        .then((found) => {
          if (mine !== turn) return;
          group.clearLayers();
          for (const feature of found.features) if (feature.geometry) own.dot(feature, renderer).addTo(group);
          own.say(map, found.next ? own.words().more : "");
        })
        .catch(() => {
          if (mine === turn) own.say(map, own.words().failed);
        });
    }
    map.on("moveend", look);
    map.gridmapStage.once("clear", () => map.off("moveend", look));
    look();
  }

  own.begin = begin;
  own.fit = fit;
  own.mark = mark;
  gridmap.grounds = grounds;
})();
