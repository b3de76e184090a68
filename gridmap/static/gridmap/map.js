/* What folium's maps of this site draw. folium hands over codes, numbers, tones and addresses; everything that a
   person typed comes from the API or the table beside the map, and is set with textContent, never as HTML. */
var gridmap = (function () {
  "use strict";

  var INK = "#33475b";
  var LACKING = "#b3261e";
  var POINTS_AT_ONCE = 6000;

  function words() {
    var found = document.getElementById("map-words");
    return found ? found.dataset : {};
  }

  function fill(tone) {
    return "url(#tone-" + tone + ")";
  }

  function element(tag, text, name) {
    var made = document.createElement(tag);
    if (text) made.textContent = text;
    if (name) made.className = name;
    return made;
  }

  function say(map, text) {
    var line = map.getContainer().parentNode.querySelector(".loading");
    if (!line) return;
    line.textContent = text || "";
    line.hidden = !text;
  }

  /* What every map has: its buttons named in the reader's language, no advertisement. */
  function prepare(map) {
    if (map.gridmapReady) return;
    map.gridmapReady = true;
    map.attributionControl.setPrefix(false);
    var told = words();
    [["in", told.in], ["out", told.out]].forEach(function (pair) {
      var button = map.getContainer().querySelector(".leaflet-control-zoom-" + pair[0]);
      if (button && pair[1]) {
        button.title = pair[1];
        button.setAttribute("aria-label", pair[1]);
      }
    });
    L.control.scale({ imperial: false }).addTo(map);
    map.getContainer().dataset.ready = "no";
    // Printing gives the map another size.
    window.addEventListener("beforeprint", function () { map.invalidateSize(); });
  }

  function ready(map) {
    map.getContainer().dataset.ready = "yes";
  }

  /* Whoever asks for much at once is told to come again in a moment, and does so once. */
  function fetched(address, kind) {
    return asked(address, kind).then(function (answer) {
      var wait = Number(answer.headers.get("Retry-After"));
      if (answer.status !== 429 || !(wait <= 5)) return answer;
      return new Promise(function (go) { window.setTimeout(go, 1000 * wait); }).then(function () { return asked(address, kind); });
    }).then(function (answer) {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    });
  }

  function asked(address, kind) {
    return fetch(address, { credentials: "same-origin", headers: { Accept: kind || "application/geo+json" } });
  }

  /* The row of the table that says the same as an area on the map: its words, numbers and link. */
  function rowOf(code) {
    return document.querySelector('tr[data-code="' + code + '"]');
  }

  function tip(row) {
    var box = element("div");
    box.appendChild(element("b", [row.dataset.above, row.dataset.name].filter(Boolean).join(" · ")));
    box.appendChild(element("div", [row.dataset.metric, row.dataset.share, row.dataset.figure].filter(Boolean).join(" · ")));
    return box;
  }

  /* The middle of the longest of some level lines through the largest ring: inside the area, where a name has room. */
  function anchor(layer) {
    var rings = layer.getLatLngs().map(function (polygon) { return polygon[0].length ? polygon[0] : polygon; });
    var ring = rings.reduce(function (a, b) { return span(b) > span(a) ? b : a; });
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
      var a = ring[j], b = ring[i];
      if (a.lat > lat !== b.lat > lat) found.push(a.lng + ((lat - a.lat) * (b.lng - a.lng)) / (b.lat - a.lat));
    }
    return found.sort(function (x, y) { return x - y; });
  }

  /* Names where they fit: the widest areas first, none over another. Placed anew after every zoom. */
  function label(map, layers) {
    var group = L.layerGroup().addTo(map);
    var places = layers
      .map(function (layer) { return { at: anchor(layer), row: rowOf(layer.feature.properties.code) }; })
      .filter(function (place) { return place.row && place.at.width > 0; })
      .sort(function (a, b) { return b.at.width - a.at.width; });
    function draw() {
      group.clearLayers();
      var taken = [];
      places.forEach(function (place) {
        var middle = L.latLng(place.at.lat, (place.at.west + place.at.east) / 2);
        var room = map.latLngToLayerPoint([place.at.lat, place.at.east]).x -
          map.latLngToLayerPoint([place.at.lat, place.at.west]).x;
        var name = place.row.dataset.name, share = place.row.dataset.share;
        var wide = Math.max(textWidth(name), share.length * 7) + 6;
        var point = map.latLngToLayerPoint(middle);
        var box = [point.x - wide / 2, point.y - 16, point.x + wide / 2, point.y + 16];
        if (wide > room * 1.15 || taken.some(function (other) { return overlap(box, other); })) return;
        taken.push(box);
        var made = element("span", "", "area-name");
        made.appendChild(element("span", name));
        made.appendChild(element("span", share, "share"));
        L.marker(middle, {
          icon: L.divIcon({ html: made, className: "area-label", iconSize: [wide, 32] }),
          interactive: false,
          keyboard: false,
        }).addTo(group);
      });
    }
    map.on("zoomend", draw);
    draw();
  }

  function textWidth(text) {
    var width = 0;
    for (var i = 0; i < text.length; i++) width += text.charCodeAt(i) > 255 ? 13 : 7;
    return width;
  }

  function overlap(a, b) {
    return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
  }

  function areas(map, told) {
    prepare(map);
    fetched(told.url).then(function (found) {
      var drawn = found.features.filter(function (feature) { return feature.geometry; });
      var layer = L.geoJSON(drawn, {
        interactive: !told.faint,
        style: function (feature) {
          return told.faint
            ? { color: INK, weight: 1, fillOpacity: 0.35, fillColor: "#ffffff" }
            : { color: INK, weight: 1, fillOpacity: 1, fillColor: fill(told.tones[feature.properties.code] || "none") };
        },
        onEachFeature: told.faint ? undefined : function (feature, shape) { connect(map, feature, shape); },
      }).addTo(map);
      layer.bringToBack();
      if (told.faint) return;
      if (drawn.length) label(map, layer.getLayers());
      say(map, drawn.length ? "" : words().empty);
      ready(map);
    }).catch(function () {
      say(map, words().failed);
      ready(map);
    });
  }

  /* Leaflet listens for the focus of a shape with a tooltip, and Chromium makes a tab stop of every shape of SVG that
     is listened to so: one for each area, which nobody sees and which does nothing. The table has the links. */
  function leaveOut(shape) {
    var drawn = shape.getElement();
    if (drawn) drawn.setAttribute("tabindex", "-1");
    else shape.once("add", function () { leaveOut(shape); });
  }

  /* Pointing at an area shows its row and the other way round; a click goes where the row's link goes. */
  function connect(map, feature, shape) {
    var row = rowOf(feature.properties.code);
    if (!row) return;
    shape.bindTooltip(tip(row), { sticky: true });
    leaveOut(shape);
    function mark(on) {
      row.classList.toggle("pointed", on);
      shape.setStyle({ weight: on ? 3 : 1 });
      if (on) shape.bringToFront();
    }
    shape.on("mouseover", function () { mark(true); });
    shape.on("mouseout", function () { mark(false); });
    row.addEventListener("mouseenter", function () { mark(true); });
    row.addEventListener("mouseleave", function () { mark(false); });
    var link = row.querySelector("th a");
    if (!link) return;
    shape.on("click", function () { window.location.assign(link.href); });
  }

  function homes(map, told) {
    prepare(map);
    var group = L.layerGroup().addTo(map);
    var renderer = L.svg({ padding: 0.3 });
    var drawn = 0;
    function next(address, pages) {
      return fetched(address).then(function (found) {
        found.features.forEach(function (feature) {
          if (!feature.geometry || drawn >= POINTS_AT_ONCE) return;
          drawn += 1;
          dot(feature, renderer).addTo(group);
        });
        if (found.next && pages > 1 && drawn < POINTS_AT_ONCE) return next(local(found.next), pages - 1);
        say(map, found.next ? words().more : "");
        ready(map);
      });
    }
    next(told.url, told.pages).catch(function () {
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
    made.bindPopup(function () { return card(told); });
    return made;
  }

  function card(told) {
    var text = words();
    var box = element("div", "", "home-card");
    box.appendChild(element("b", told.head + " "));
    box.appendChild(element("small", told.number));
    box.appendChild(element("div", toneWord(told.status), "status"));
    if (told.special) box.appendChild(element("div", text.special));
    box.appendChild(element("div", told.linked ? text.contact + " " + (told.contact || "") : text.none));
    if (told.last_met) box.appendChild(element("div", text.met + " " + told.last_met));
    if (told.masked) box.appendChild(element("div", text.about));
    var link = element("a", text.open);
    link.href = "/households/" + encodeURIComponent(told.token) + "/";
    box.appendChild(link);
    return box;
  }

  function toneWord(tone) {
    var line = document.querySelector('.legend [data-tone="' + tone + '"]');
    return line ? line.textContent : "";
  }

  function home(map, told) {
    prepare(map);
    var shape = { color: INK, weight: 1.5, fillColor: "#ffffff", fillOpacity: 0.6, interactive: false };
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
    Promise.all([fetched(told.url, "application/json"), fetched(told.members, "application/json")]).then(function (found) {
      found[0].results.forEach(function (gap) {
        if (!gap.point) return;
        L.circleMarker([gap.point[1], gap.point[0]], {
          renderer: renderer, radius: 8, color: LACKING, weight: 2.5, fillOpacity: 0,
        }).bindPopup(function () { return lacking(gap); }).addTo(group);
      });
      found[1].results.forEach(function (member) {
        if (!member.point) return;
        var tone = member.ability !== "able" ? "none" : member.load >= member.capacity ? "never" : member.load > 10 ? "overdue" : "ok";
        L.circleMarker([member.point[1], member.point[0]], {
          renderer: renderer, radius: 5, color: INK, weight: 1.5, fillColor: fill(tone), fillOpacity: 1,
        }).bindPopup(function () { return helper(member); }).addTo(group);
      });
      ready(map);
      say(map, found[0].next ? words().more : "");
    }).catch(function () {
      say(map, words().failed);
      ready(map);
    });
  }

  function lacking(gap) {
    var box = element("div", "", "home-card");
    box.appendChild(element("b", gap.head + " "));
    box.appendChild(element("small", gap.number));
    box.appendChild(element("div", gap.cause_word));
    var link = element("a", words().open);
    link.href = "/households/" + encodeURIComponent(gap.household) + "/contact/";
    box.appendChild(link);
    return box;
  }

  function helper(member) {
    var box = element("div", "", "home-card");
    box.appendChild(element("b", member.name));
    box.appendChild(element("div", words().load.replace("{load}", member.load).replace("{capacity}", member.capacity)));
    box.appendChild(element("div", member.branch));
    var link = element("a", words().member);
    link.href = "/members/" + encodeURIComponent(member.id) + "/";
    box.appendChild(link);
    return box;
  }

  /* Numbered points: what each is stands in the table beside the map. */
  function spots(map, told) {
    prepare(map);
    told.points.forEach(function (point) {
      var made = element("span", String(point[0]), "spot");
      L.marker([point[1], point[2]], {
        icon: L.divIcon({ html: made, className: "spot-mark", iconSize: [22, 22] }),
        interactive: false,
        keyboard: false,
      }).addTo(map);
    });
    ready(map);
  }

  return { areas: areas, homes: homes, home: home, pairs: pairs, spots: spots };
})();
