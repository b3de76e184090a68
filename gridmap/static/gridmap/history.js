/* The slider of a history page: without JavaScript each day is a link in the table. */
(function () {
  "use strict";
  var slider = document.getElementById("epoch");
  if (!slider) return;
  slider.parentNode.hidden = slider.max === "0";
  function show(number) {
    document.querySelectorAll("[data-epoch]").forEach(function (figure) {
      figure.hidden = figure.dataset.epoch !== number;
      if (!figure.hidden) slider.setAttribute("aria-valuetext", figure.querySelector("figcaption").textContent.trim());
    });
    document.querySelectorAll("[data-row]").forEach(function (row) {
      row.classList.toggle("pointed", row.dataset.row === number);
    });
  }
  slider.addEventListener("input", function () { show(slider.value); });
  document.querySelectorAll("[data-row] a").forEach(function (link) {
    link.addEventListener("click", function (event) {
      if (event.metaKey || event.ctrlKey) return;
      event.preventDefault();
      slider.value = link.closest("[data-row]").dataset.row;
      show(slider.value);
    });
  });
  show(slider.value);
})();
