// Small helps where JavaScript runs; every page works without it.
(function () {
  "use strict";

  // One press sends a form once; the key in the form makes a second one harmless anyway.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    // A field may be named "method" and hide the property of that name, so the attribute is asked.
    if (form.getAttribute("method") !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    setTimeout(function () { delete form.dataset.sent; }, 8000);
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });

  // After a refused form, the summary of what is wrong gets the focus.
  var summary = document.querySelector(".summary");
  if (summary) summary.focus();

  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });

  // Counts the reading time down beside the button; the server is what checks it.
  var clock = document.querySelector("[data-seconds-left]");
  if (clock) {
    var left = parseInt(clock.dataset.secondsLeft, 10), figure = clock.querySelector("b");
    var timer = setInterval(function () {
      left -= 1;
      if (left > 0) { figure.textContent = left; return; }
      clearInterval(timer);
      clock.hidden = true;
      document.querySelector("[data-when-read]").hidden = false;
    }, 1000);
  }
})();
