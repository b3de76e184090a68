/* A task at a place: each press on the drawn map is a pair of degrees in the field below it; several make a line. */
const MARGIN = 6;
const map = document.querySelector("[data-place-on]");
const field = document.querySelector("[name=place]");
const drawn = map?.querySelector("[data-drawn]");
const svg = map?.querySelector("svg");

function frame() {
  const { west, north, across, scale } = map.dataset;
  return { west: Number(west), north: Number(north), x: Number(across) * Number(scale), y: Number(scale) };
}

function pressed(event) {
  const { west, north, x, y } = frame();
  const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  return `${(west + (at.x - MARGIN) / x).toFixed(6)},${(north - (at.y - MARGIN) / y).toFixed(6)}`;
}

/* A point as a small cross, more as a line. */
function draw() {
  const { west, north, x, y } = frame();
  const points = field.value
    .split(/\s+/)
    .map((pair) => pair.split(",").map(Number))
    .filter((pair) => pair.length === 2 && pair.every(Number.isFinite))
    .map(([lon, lat]) => [(lon - west) * x + MARGIN, (north - lat) * y + MARGIN]);
  const cross = points.slice(0, 1).map(([left, top]) => `M${left - 8} ${top}h16M${left} ${top - 8}v16`);
  drawn.setAttribute("d", cross + points.map((point, place) => `${place ? "L" : "M"}${point.join(" ")}`).join(""));
}

if (map && field) {
  map.hidden = false;
  svg.addEventListener("click", (event) => {
    field.value = `${field.value.trim()} ${pressed(event)}`.trim();
    draw();
  });
  map.querySelector("[data-anew]").addEventListener("click", () => {
    field.value = "";
    draw();
  });
  field.addEventListener("input", draw);
  draw();
}
