/* The tools beside the map: as a whole, full screen, where I am, a distance, patterns, what shows through, link, picture. */
import { begin as measure } from "./measure.js";
import { save } from "./picture.js";

const own = () => gridmap.own;
const stage = () => document.querySelector(".stage");
const chosen = { patterns: window.matchMedia("(prefers-contrast: more)").matches, through: "80" };

export function dress() {
  document.querySelector(".maptools").hidden = false;
  const full = document.querySelector('[data-tool="full"]');
  full.hidden = !document.fullscreenEnabled;
  look();
}

/* Kept while one goes down and up. */
function look() {
  stage().classList.toggle("patterned", chosen.patterns);
  document.querySelector('[data-tool="patterns"]').setAttribute("aria-pressed", String(chosen.patterns));
  document.querySelector('[data-tool="through"]').value = chosen.through;
  document.documentElement.style.setProperty("--fills", String(Number(chosen.through) / 100));
}

export function tell(words) {
  const line = document.querySelector(".toolsaid");
  line.textContent = words;
  line.hidden = !words;
}

const TOOLS = {
  home: () => own().fit(own().map(), own().map().gridmapBox),
  full: () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()),
  locate: locate,
  measure: (button) => measure(own().map(), button, tell),
  patterns: () => {
    chosen.patterns = !chosen.patterns;
    look();
  },
  link: async () => {
    await navigator.clipboard.writeText(window.location.href).then(
      () => tell(own().words().copied),
      () => tell(window.location.href),
    );
  },
  png: () => save("png"),
  svg: () => save("svg"),
  print: () => window.print(),
};

let here = null;
function locate() {
  tell(own().words().locating);
  navigator.geolocation.getCurrentPosition(
    (found) => {
      const at = [found.coords.latitude, found.coords.longitude];
      here?.remove();
      here = L.circleMarker(at, { radius: 8, className: "here", interactive: false }).addTo(own().map());
      own().map().setView(at, Math.max(own().map().getZoom(), 15), { animate: false });
      tell("");
    },
    () => tell(own().words().nowhere),
    { enableHighAccuracy: true, timeout: 15000 },
  );
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-tool]");
  if (!button) return;
  tell("");
  TOOLS[button.dataset.tool](button);
  const folded = button.closest("details");
  if (folded) folded.open = false;
});
document.addEventListener("input", (event) => {
  if (event.target.dataset.tool !== "through") return;
  chosen.through = event.target.value;
  look();
});
/* On paper the map has another size, and nothing floats on it. */
window.addEventListener("beforeprint", () => own().fit(own().map(), own().map().gridmapBox));
window.addEventListener("afterprint", () => {
  own().map().invalidateSize();
  own().fit(own().map(), own().map().gridmapBox);
});
