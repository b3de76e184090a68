/* How far this week's work has got: of the households whose visit is to be made by Sunday, those where somebody was met. */

/* What is met and only waits to be sent counts as well: `met` are such households of this phone. */
export function weekly(homes, met) {
  const due = homes.filter((home) => home.week);
  const done = due.filter((home) => home.week === "met" || met.has(home.token));
  return { due: due.length, met: done.length };
}

export function tellWeek(card, homes, { met, done, words }) {
  const { due, met: some } = weekly(homes, met);
  const urgent = homes.filter((home) => home.group === "urgent" && !done.has(home.token)).length;
  card.hidden = !homes.length;
  const left = due - some;
  const titles = { none: words.week_none, done: words.week_done, left: words.week_left.replace("{count}", left) };
  const title = titles[due ? (left ? "left" : "done") : "none"];
  card.querySelector("[data-title]").textContent = title;
  card.querySelector("[data-note]").textContent = urgent
    ? words.week_urgent.replace("{count}", urgent)
    : words.week_what;
  const ring = card.querySelector(".ring");
  ring.setAttribute("aria-label", words.week_ring.replace("{met}", some).replace("{due}", due));
  const share = due ? Math.round((100 * some) / due) : 100;
  ring.querySelector(".done").setAttribute("stroke-dasharray", `${share} 100`);
  ring.querySelector("text").textContent = `${some}/${due}`;
}
