// Forms that were kept on this phone while the network was gone: says so, and sends each of them, in order, once.
(function () {
  "use strict";
  var box = document.querySelector("[data-kept]");
  if (!box || !("serviceWorker" in navigator) || !window.indexedDB) return;
  var words = box.dataset, DAYS_KEPT = 7, AGAIN_MS = 15000, busy = false;

  window.addEventListener("load", function () {
    navigator.serviceWorker.register("/service-worker.js").catch(function () { /* the pages work without it */ });
  });

  function waiting() {
    return window.puhuiForms("readonly", function (forms) { return forms.getAll(); }).then(function (all) {
      return all.sort(function (a, b) { return a.at - b.at; });
    });
  }
  function forget(form) { return window.puhuiForms("readwrite", function (forms) { return forms.delete(form.key); }); }
  function refused(form) {
    form.refused = true;
    return window.puhuiForms("readwrite", function (forms) { return forms.put(form); });
  }

  function line(text, link, linkText) {
    var p = document.createElement("p");
    p.textContent = text + " ";
    if (link) {
      var a = document.createElement("a");
      a.href = link;
      a.textContent = linkText;
      p.appendChild(a);
    }
    return p;
  }
  function when(form) {
    return new Date(form.at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  }
  function at(form, sentence) { return sentence.split("{time}").join(when(form)); }
  function show(lines) {
    box.textContent = "";
    lines.forEach(function (one) { box.appendChild(one); });
    box.hidden = !lines.length;
  }
  function told(form) {
    if (!form.refused) return line(at(form, words.waiting));
    var p = line(at(form, words.refused), form.path, words.look), button = document.createElement("button");
    button.type = "button";
    button.className = "btn second small";
    button.textContent = words.remove;
    button.addEventListener("click", function () { forget(form).then(look); });
    p.appendChild(document.createTextNode(" "));
    p.appendChild(button);
    return p;
  }

  // The form as it was filled in, with a fresh token against forgery; its key makes the server take it once only.
  function send(form, token) {
    var plain = form.fields.every(function (pair) { return typeof pair[1] === "string"; });
    var body = plain ? new URLSearchParams() : new FormData();
    form.fields.forEach(function (pair) {
      body.append(pair[0], pair[0] === "csrfmiddlewaretoken" ? token : pair[1]);
    });
    return fetch(form.path, { method: "POST", body: body, credentials: "same-origin" });
  }

  function sendAll(forms, door) {
    var lines = [];
    return forms.reduce(function (before, form) {
      return before.then(function () {
        if (form.refused) return null;
        return send(form, door.token).then(function (answer) {
          if (answer.ok && new URL(answer.url).pathname !== words.door) {
            lines.push(line(at(form, words.sent), answer.redirected ? answer.url : "", words.look));
            return forget(form);
          }
          return answer.status >= 400 && answer.status < 500 && answer.status !== 403 ? refused(form) : null;
        });
      });
    }, Promise.resolve()).then(function () { return lines; });
  }

  function deliver() {
    return waiting().then(function (all) {
      var old = all.filter(function (form) { return Date.now() - form.at > DAYS_KEPT * 86400000; });
      if (!all.length) return null;
      return Promise.all(old.map(forget)).then(function () {
        return fetch(words.kept, { credentials: "same-origin", cache: "no-store" });
      }).then(function (answer) { return answer.json(); }).then(function (door) {
        if (!door.who) { show([line(words.expired, words.door + "?next=/overview/", words.signIn)]); return null; }
        // What another person left on this phone is neither sent nor told.
        return sendAll(all.filter(function (form) { return form.who === door.who; }), door).then(function (lines) {
          return waiting().then(function (left) {
            var mine = left.filter(function (form) { return form.who === door.who; });
            if (lines.length || mine.length) show(lines.concat(mine.map(told)));
          });
        });
      });
    });
  }

  // One page at a time sends; where the browser has no locks, the key alone keeps it to once.
  function look() {
    if (busy) return Promise.resolve();
    busy = true;
    return waiting().then(function (all) {
      if (all.length && document.querySelector("[data-offline]")) show(all.map(told));
      if (!all.length) return null;
      return navigator.locks ? navigator.locks.request("puhui-kept", deliver) : deliver();
    }).catch(function () {
      return waiting().then(function (all) { show(all.map(told)); }); // no network yet: told honestly, tried again
    }).then(function () { busy = false; }, function () { busy = false; });
  }

  // Signing out takes away what was not sent: asked once.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.getAttribute("action") !== words.out || form.dataset.sure) return;
    event.preventDefault();
    waiting().catch(function () { return []; }).then(function (all) {
      form.dataset.sure = "yes";
      delete form.dataset.sent;
      if (all.length) show([line(words.leaving)]); else form.submit();
    });
  }, true);

  look();
  window.addEventListener("online", look);
  setInterval(function () { if (document.visibilityState === "visible") look(); }, AGAIN_MS);
})();
