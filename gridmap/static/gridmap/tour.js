/* The tour: its steps are read from /tour/, kept in this tab alone, and told in a panel on the page of each. */
const KEPT = "gridmap-tour";
const panel = document.getElementById("tour");
const begin = document.getElementById("begin-tour");

function kept() {
  try {
    return JSON.parse(window.sessionStorage.getItem(KEPT));
  } catch {
    return null; // A browser without storage has no tour.
  }
}

let tour = kept();

function end() {
  window.sessionStorage.removeItem(KEPT);
  tour = null;
  panel.hidden = true;
}

function go(at) {
  if (at >= tour.steps.length) return end();
  window.sessionStorage.setItem(KEPT, JSON.stringify({ steps: tour.steps, at }));
  window.location.assign(tour.steps[at].address);
}

function tell() {
  const step = tour?.steps[tour.at];
  if (!step) return;
  const told = { count: `${tour.at + 1} / ${tour.steps.length}`, title: step.title, text: step.text };
  for (const part of panel.querySelectorAll("[data-part]")) part.textContent = told[part.dataset.part];
  panel.querySelector("[data-tour='-1']").disabled = tour.at === 0;
  panel.hidden = false;
}

panel.addEventListener("click", (event) => {
  const way = Number(event.target.closest("[data-tour]")?.dataset.tour ?? Number.NaN);
  if (way === 0) end();
  else if (way) go(tour.at + way);
});
// Inside the panel arrows lead on and back, and Escape ends; elsewhere keys belong to the page.
panel.addEventListener("keydown", (event) => {
  const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (event.key === "Escape") end();
  else if (way && tour.at + way >= 0) go(tour.at + way);
});
if (begin) {
  begin.hidden = false;
  begin.addEventListener("click", () => {
    const steps = [...document.querySelectorAll(".tour-steps [data-address]")].map((one) => ({ ...one.dataset }));
    tour = { steps, at: 0 };
    go(0);
  });
}
tell();
