/* A toolbar is one tab stop: the arrow keys go from button to button. */
export function roving(bar) {
  const usable = () => [...bar.querySelectorAll("button")].filter((each) => !each.disabled && each.offsetParent);
  const stop = (chosen) => {
    for (const each of bar.querySelectorAll("button")) each.tabIndex = each === chosen ? 0 : -1;
  };
  stop(usable()[0]);
  bar.addEventListener("focusin", (event) => event.target.matches("button") && stop(event.target));
  bar.addEventListener("keydown", (event) => {
    const buttons = usable();
    const now = buttons.indexOf(document.activeElement);
    const next = { ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (next === undefined) return;
    buttons[(next + buttons.length) % buttons.length].focus();
    event.preventDefault();
  });
}
