// Reads the page aloud with the phone's own voice; the button stays hidden where there is none.
(function () {
  "use strict";
  var button = document.querySelector("[data-aloud]");
  if (!button || !("speechSynthesis" in window) || !window.SpeechSynthesisUtterance) return;
  var voice = window.speechSynthesis, start = button.textContent, reading = false;
  var BLOCKS = "h1,h2,h3,p,li,dt,dd,label,legend,th,td,caption,summary,button,.btn,.figure,.badge,.notice";
  button.hidden = false;

  // Signs that a voice misreads, in words: 1,024.50 with the sign of yuan, a date in figures, a masked number.
  function spoken(text, chinese) {
    return text
      .replace(/[¥￥]\s?([\d,]+(?:\.\d+)?)/g, function (_all, amount) {
        return amount.replace(/,/g, "").replace(/\.00$/, "") + (chinese ? "元" : " yuan");
      })
      .replace(/(\d),(?=\d{3})/g, "$1")
      .replace(/\b(\d{4})-(\d\d)-(\d\d)\b/g, function (_all, y, m, d) {
        if (chinese) return y + "年" + Number(m) + "月" + Number(d) + "日";
        return new Date(Date.UTC(y, m - 1, d)).toLocaleDateString("en-GB", {
          day: "numeric", month: "long", year: "numeric", timeZone: "UTC"
        });
      })
      .replace(/(\d+(?:\.\d+)?)%/g, chinese ? "百分之$1" : "$1 percent")
      .replace(/\*{2,}/g, chinese ? "，星号，" : ", stars, ")
      .replace(/\s*[·–→✓]\s*/g, ", ");
  }

  // Every block that holds no smaller block, once, in the order of the page.
  function parts() {
    return [].filter.call(document.getElementById("main").querySelectorAll(BLOCKS), function (one) {
      return one.offsetParent && !one.querySelector(BLOCKS) && !one.closest("[aria-hidden=true]") && one.textContent.trim();
    });
  }

  function stop() {
    reading = false;
    voice.cancel();
    button.textContent = start;
  }

  button.addEventListener("click", function () {
    if (reading) { stop(); return; }
    voice.cancel();
    reading = true;
    button.textContent = button.dataset.stop;
    var all = parts();
    all.forEach(function (one, n) {
      var marked = one.querySelector("[lang]"), lang = (marked || one.closest("[lang]")).lang;
      var chinese = lang.indexOf("zh") === 0;
      var words = new SpeechSynthesisUtterance(spoken(one.textContent.replace(/\s+/g, " ").trim(), chinese));
      words.lang = chinese ? "zh-CN" : "en-GB";
      words.rate = document.documentElement.classList.contains("large") ? 0.85 : 1;
      if (n === all.length - 1) words.onend = stop;
      voice.speak(words);
    });
    if (!all.length) stop();
  });
  window.addEventListener("pagehide", stop);
})();
