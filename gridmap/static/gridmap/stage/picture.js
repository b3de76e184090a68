/* The map as a picture, made in the browser: what is in sight, with title, day, sentence, legend, scale and source.
   Every text goes in as a text node; a typed name cannot become a part of the drawing. */
const SVG = "http://www.w3.org/2000/svg";
const EDGE = 32;
const FONT = '"Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif';
const TAKEN = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-opacity",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linejoin",
];

const words = () => gridmap.own.words();
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

function made(tag, values, text) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(values)) element.setAttribute(name, String(value));
  if (text) element.textContent = text;
  return element;
}

const told = (selector) => document.querySelector(selector)?.textContent.trim().replace(/\s+/g, " ") || "";
const write = (x, y, size, text, more = {}) =>
  made("text", { x: x, y: y, "font-size": size, fill: colour("ink"), ...more }, text);

/* The part of the map on which nothing floats. */
function inSight(map) {
  const box = map.getContainer().getBoundingClientRect();
  const edges = { left: 0, right: box.width };
  const left = document.querySelector(".mappanel");
  const right = document.querySelector("#picked:not([hidden])");
  if (left && getComputedStyle(left).position === "absolute")
    edges.left = left.getBoundingClientRect().right - box.left;
  if (right && getComputedStyle(right).position === "absolute")
    edges.right = right.getBoundingClientRect().left - box.left;
  return { x: edges.left, y: 0, width: edges.right - edges.left, height: box.height };
}

export function drawing(map) {
  const sight = inSight(map);
  const above = 116;
  const wide = Math.round(sight.width + 2 * EDGE);
  const high = Math.round(sight.height + above + 96);
  const svg = made("svg", {
    xmlns: SVG,
    viewBox: `0 0 ${wide} ${high}`,
    width: wide,
    height: high,
    "font-family": FONT,
  });
  svg.append(defs(sight), made("rect", { width: wide, height: high, fill: colour("card") }));
  const [title, day] = [document.querySelector("h1").firstChild.textContent.trim(), told("h1 small")];
  svg.append(write(EDGE, 50, 28, title, { "font-weight": 700 }));
  svg.append(write(wide - EDGE, 48, 14, day, { "text-anchor": "end", fill: colour("soft") }));
  broken(told(".panelhead .lead"), wide - 2 * EDGE, 16)
    .slice(0, 2)
    .forEach((line, index) => svg.append(write(EDGE, 78 + 22 * index, 16, line)));
  const ground = made("g", { transform: `translate(${EDGE} ${above})`, "clip-path": "url(#sight)" });
  ground.append(made("rect", { width: sight.width, height: sight.height, fill: colour("map-ground") }));
  ground.append(shapes(map, sight), names(map, sight));
  svg.append(ground, legend(above + sight.height + 30), scale(map, wide, above + sight.height + 30));
  svg.append(write(EDGE, high - 20, 12, words().source, { fill: colour("soft") }));
  return svg;
}

function defs(sight) {
  const found = made("defs", {});
  const clip = made("clipPath", { id: "sight" });
  clip.append(made("rect", { width: sight.width, height: sight.height }));
  found.append(clip);
  document.querySelectorAll(".patterns pattern").forEach((pattern) => {
    const copy = pattern.cloneNode(true);
    copy.querySelectorAll("*").forEach((part) => {
      for (const name of ["fill", "stroke"]) {
        const role = part.getAttribute(name)?.match(/^var\(--(.*)\)$/);
        if (role) part.setAttribute(name, colour(role[1]));
      }
    });
    found.append(copy);
  });
  return found;
}

function shapes(map, sight) {
  const zero = map.containerPointToLayerPoint([sight.x, sight.y]);
  const group = made("g", { transform: `translate(${-zero.x} ${-zero.y})` });
  map
    .getPane("mapPane")
    .querySelectorAll("svg path")
    .forEach((path) => {
      const look = getComputedStyle(path);
      const taken = TAKEN.map((name) => [name, look.getPropertyValue(name).replaceAll('"', "")]);
      group.append(made("path", { d: path.getAttribute("d"), ...Object.fromEntries(taken) }));
    });
  return group;
}

function names(map, sight) {
  const group = made("g", {});
  const box = map.getContainer().getBoundingClientRect();
  document.querySelectorAll(".area-name").forEach((name) => {
    const at = name.getBoundingClientRect();
    const look = getComputedStyle(name);
    const size = Number.parseFloat(look.fontSize);
    const text = [...name.children].map((part) => part.textContent).join(" ");
    group.append(
      write(at.x + at.width / 2 - box.x - sight.x, at.y + at.height / 2 - box.y + size * 0.35, size, text, {
        fill: colour("map-ink"),
        stroke: colour("map-halo"),
        "stroke-width": 4,
        "stroke-linejoin": "round",
        "paint-order": "stroke",
        "font-weight": look.fontWeight,
        "text-anchor": "middle",
      }),
    );
  });
  return group;
}

function legend(y) {
  const group = made("g", {});
  let x = EDGE;
  document.querySelectorAll(".legend li:not(.nil) [data-tone]").forEach((word) => {
    const line = `${word.textContent.trim()} · ${told(`.legend li:has([data-tone="${word.dataset.tone}"]) b`)}`;
    const tone = word.dataset.tone;
    const fill = document.querySelector(".stage").classList.contains("patterned")
      ? `url(#tone-${tone})`
      : colour(`tone-${tone}`);
    group.append(made("rect", { x: x, y: y - 12, width: 16, height: 16, rx: 3, fill: fill, stroke: colour("edge") }));
    group.append(write(x + 22, y + 1, 13, line));
    x += 40 + gridmap.own.textWidth(line, 13);
  });
  return group;
}

function scale(map, wide, y) {
  const middle = map.getCenter();
  const far = map.containerPointToLatLng(map.latLngToContainerPoint(middle).add([100, 0]));
  const metres = map.distance(middle, far) / 100;
  const most = metres * 140;
  const unit = 10 ** Math.floor(Math.log10(most));
  const round = [5, 2, 1].find((times) => times * unit <= most) * unit;
  const length = round / metres;
  const group = made("g", {});
  const [right, left] = [wide - EDGE, wide - EDGE - length];
  group.append(
    made("path", { d: `M${left} ${y - 6}v6h${length}v-6`, fill: "none", stroke: colour("ink"), "stroke-width": 1.5 }),
    write(right, y - 10, 12, round >= 1000 ? `${round / 1000} km` : `${round} m`, { "text-anchor": "end" }),
  );
  return group;
}

/* Lines of a text that fit: between words, and between any two characters of Chinese. */
function broken(text, wide, size) {
  const lines = [""];
  for (const part of text.match(/[\u2e80-\uffff]|[^\s\u2e80-\uffff]+\s*|\s+/g) || []) {
    if (gridmap.own.textWidth(lines.at(-1) + part, size) > wide) lines.push("");
    lines[lines.length - 1] += part;
  }
  return lines;
}

export async function save(form) {
  const map = gridmap.own.map();
  const svg = drawing(map);
  const text = new XMLSerializer().serializeToString(svg);
  const name = `${document.querySelector("h1").firstChild.textContent.trim()}.${form}`;
  if (form === "svg") return give(new Blob([text], { type: "image/svg+xml" }), name);
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = 2 * Number(svg.getAttribute("width"));
  canvas.height = 2 * Number(svg.getAttribute("height"));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return give(await new Promise((done) => canvas.toBlob(done, "image/png")), name);
}

function give(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
