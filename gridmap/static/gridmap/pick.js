/* Villages picked on a map: a press ticks the village in the list of the form, and what is ticked there is marked here. */
(() => {
  const boxes = new Map(
    [...document.querySelectorAll("input[type=checkbox][name=villages]")].map((box) => [box.value, box]),
  );
  const maps = [...document.querySelectorAll("[data-pick]")];

  function show() {
    const taken = [...boxes.values()].filter((box) => box.checked);
    for (const map of maps) {
      for (const path of map.querySelectorAll("[data-village]")) {
        path.classList.toggle("taken", Boolean(boxes.get(path.dataset.village)?.checked));
      }
      const told = map.querySelector("[data-picked]");
      const names = taken.map((box) => box.closest("label").textContent.trim());
      told.textContent = names.length ? told.dataset.some + names.join(" · ") : told.dataset.none;
    }
  }

  for (const map of maps) {
    map.hidden = false;
    map.addEventListener("click", (event) => {
      const box = boxes.get(event.target.closest("[data-village]")?.dataset.village);
      if (!box) return;
      box.checked = !box.checked;
      box.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
  for (const box of boxes.values()) box.addEventListener("change", show);
  show();
})();
