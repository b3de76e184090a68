/* The page that is a map: what of it a script adds. Without one the panel, its links and the table say the same. */
import { show as showClass } from "./classes.js";
import { fill as fillCourses } from "./courses.js";
import { add, dress as dressFind } from "./find.js";
import { again, close } from "./picked.js";
import { keep, state } from "./state.js";
import { dress as dressTools } from "./tools.js";
import { dress as dressWeeks, drawn as drawnWeeks } from "./weeks.js";

const map = gridmap.own.map();
let began = false;
let area = document.querySelector(".stage")?.dataset.area;

/* Now, and for every answer that takes the place of the one before. */
function dress() {
  dressFind();
  dressTools();
  dressWeeks();
  const drawer = document.querySelector(".drawer");
  if (drawer) drawer.open = Boolean(state.table);
  showClass();
}

/* The first map is shown as its address says, the next ones as a whole. */
function drawn() {
  add(map.gridmapGrounds.places || []);
  showClass();
  if (!began) {
    const [lat, lon, zoom] = state.at.split(",").map(Number);
    if (state.at && [lat, lon, zoom].every(Number.isFinite)) map.setView([lat, lon], zoom, { animate: false });
    again();
  }
  began = true;
  drawnWeeks();
}

document.addEventListener(
  "toggle",
  (event) => {
    if (!event.target.matches?.(".drawer")) return;
    keep({ table: event.target.open ? "yes" : "" });
    if (event.target.open) fillCourses(event.target);
    if (map.gridmapBox && !state.at) gridmap.own.fit(map, map.gridmapBox);
  },
  true,
);
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target?.id === "main") close();
});
document.addEventListener("htmx:afterSettle", () => {
  if (!document.querySelector(".stage")) return;
  const now = document.querySelector(".stage").dataset.area;
  keep(now === area ? { pick: "" } : { at: "", pick: "" });
  area = now;
  dress();
});
for (const moved of ["dragend", "zoomend"])
  map.on(moved, () => {
    if (!began || map.gridmapFits) return;
    const middle = map.getCenter();
    keep({ at: `${middle.lat.toFixed(5)},${middle.lng.toFixed(5)},${map.getZoom()}` });
  });
map.on("grounds", drawn);
dress();
if (map.gridmapGrounds?.shapes) drawn();
