/* The slider of a history page: without JavaScript each day is a link in the table. */
(() => {
  "use strict";
  var slider = document.getElementById("epoch");
  if (!slider) return;
  slider.parentNode.hidden = slider.max === "0";
  function words(element) {
    return element.textContent.trim().replace(/\s+/g, " ");
  }
  function show(number) {
    document.querySelectorAll("[data-epoch]").forEach((figure) => {
      figure.hidden = figure.dataset.epoch !== number;
      if (!figure.hidden) slider.setAttribute("aria-valuetext", words(figure.querySelector("figcaption")));
    });
    document.querySelectorAll("[data-row]").forEach((row) => {
      row.classList.toggle("pointed", row.dataset.row === number);
    });
  }
  slider.addEventListener("input", () => {
    show(slider.value);
  });
  document.querySelectorAll("[data-row] a").forEach((link) => {
    link.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey) return;
      event.preventDefault();
      slider.value = link.closest("[data-row]").dataset.row;
      show(slider.value);
    });
  });
  show(slider.value);
})();
