/* A slider and its number are one value. Without script the number alone does the work. */
"use strict";
(function () {
  function follow(range) {
    const number = document.getElementById(range.dataset.twin);
    if (!number) return;
    range.hidden = false;
    range.addEventListener("input", function () { number.value = range.value; });
    number.addEventListener("input", function () { if (number.value) range.value = number.value; });
  }
  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-twin]").forEach(follow);
  });
})();
