/* A distance along the points that are pressed, in metres on the sphere. Pressed again the tool is put away. */
let line = null;
let under = null;

export function begin(map, button, tell) {
  const on = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(on));
  map.gridmapMeasures = on;
  map.getContainer().classList.toggle("measuring", on);
  line?.remove();
  line = null;
  if (under) map.off("click", under);
  under = null;
  if (!on) return;
  tell(gridmap.own.words().measuring);
  line = L.polyline([], { className: "measure", interactive: false, weight: 3 }).addTo(map);
  under = (event) => {
    line.addLatLng(event.latlng);
    const points = line.getLatLngs();
    const metres = points.slice(1).reduce((sum, point, index) => sum + map.distance(points[index], point), 0);
    tell(gridmap.own.words().metres.replace("{n}", Math.round(metres).toLocaleString("en")));
  };
  map.on("click", under);
}
