/* The legend's bars are buttons: one shows its class alone, on the map and in the table; again, and all are back. */
import { keep, state } from "./state.js";

export function filter(tone) {
  keep({ class: tone });
  show();
}

export function show() {
  const tone = document.querySelector(`.legend [data-class="${CSS.escape(state.class)}"]`) ? state.class : "";
  document.querySelectorAll(".legend [data-class]").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.dataset.class === tone));
  });
  document.querySelectorAll(".drawer tr[data-tone]").forEach((row) => {
    row.hidden = Boolean(tone) && row.dataset.tone !== tone;
  });
  document.querySelector(".stage")?.classList.toggle("of-class", Boolean(tone));
  if (gridmap.own.elsewhen) return; // weeks.js paints another day
  const tones = gridmap.own.map()?.gridmapGrounds?.told?.tones || {};
  for (const [code, shape] of gridmap.own.map()?.gridmapGrounds?.shapes || [])
    shape.getElement()?.classList.toggle("out", Boolean(tone) && (tones[code] || "none") !== tone);
}

document.addEventListener("rows", show);
document.addEventListener("click", (event) => {
  const button = event.target.closest(".legend [data-class]");
  if (button) filter(button.getAttribute("aria-pressed") === "true" ? "" : button.dataset.class);
});
