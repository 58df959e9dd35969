/* Small helps; without script everything works too. A slider and its number are one value; a picture that is wider than
   its room begins where its route begins. */
"use strict";
(function () {
  function follow(range) {
    const number = document.getElementById(range.dataset.twin);
    if (!number) return;
    range.hidden = false;
    range.addEventListener("input", function () { number.value = range.value; });
    number.addEventListener("input", function () { if (number.value) range.value = number.value; });
  }
  function begin(room) {
    const start = room.querySelector("svg[role=group] circle");
    if (!start || room.scrollWidth <= room.clientWidth) return;
    const at = start.getBoundingClientRect(), around = room.getBoundingClientRect();
    room.scrollLeft += at.left + at.width / 2 - around.left - around.width / 2;
  }
  function begins() { document.querySelectorAll(".insight-shown .schakel-scroll").forEach(begin); }
  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-twin]").forEach(follow);
    begins();
  });
  document.addEventListener("htmx:afterSettle", begins);
})();
