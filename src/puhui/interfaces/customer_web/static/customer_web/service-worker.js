// Keeps the shell of the pages on the phone, and a form that could not be sent. Never a page about a person.
"use strict";

importScripts("/static/customer_web/kept-store.js");

var SHELL = "puhui-shell-SHELL_VERSION"; // the server writes what the files are, so that new files make a new shell
var OFFLINE = "/offline/", STATIC = "/static/customer_web/";
var FILES = [OFFLINE].concat(["puhui.css", "page.js", "kept-store.js", "kept.js", "aloud.js", "mark.svg"].map(function (name) {
  return STATIC + name;
}));
var ELSEWHERE = /^\/(workbench|api|helper|sign-in)\//; // staff, programs, shared devices and doors keep nothing here
var MOST_BYTES = 3000000, MOST_FORMS = 20;

self.addEventListener("install", function (event) {
  event.waitUntil(fill());
  self.skipWaiting();
});

// Without the cookies of whoever is there: the shell is nobody's.
function fill() {
  var asked = FILES.map(function (path) { return new Request(path, { credentials: "omit", cache: "no-cache" }); });
  return caches.open(SHELL).then(function (shell) { return shell.addAll(asked); });
}

self.addEventListener("activate", function (event) {
  event.waitUntil(caches.keys().then(function (names) {
    return Promise.all(names.filter(function (name) { return name !== SHELL; }).map(function (name) {
      return caches.delete(name);
    }));
  }).then(function () { return self.clients.claim(); }));
});

self.addEventListener("fetch", function (event) {
  var request = event.request, path = new URL(request.url).pathname;
  if (new URL(request.url).origin !== self.location.origin) return;
  if (request.method === "GET" && FILES.indexOf(path) > 0) event.respondWith(fromShell(request, path));
  if (request.mode !== "navigate" || /^\/(workbench|api)\//.test(path)) return;
  if (request.method === "GET") event.respondWith(fetch(request).catch(function () { return caches.match(OFFLINE); }));
  if (request.method === "POST") event.respondWith(path === "/sign-out/" ? signedOut(event) : sent(request, path));
});

// A file of the shell: what is kept, else from the network.
function fromShell(request, path) {
  return caches.open(SHELL).then(function (shell) {
    return shell.match(path).then(function (kept) { return kept || fetch(request).then(function (fresh) {
        if (fresh.ok) shell.put(path, fresh.clone());
        return fresh;
      }); });
  });
}

// After signing out what was kept to be sent is gone, and the shell is fetched anew.
function signedOut(event) {
  return fetch(event.request).then(function (answer) {
    return Promise.all([forgetAll(), caches.delete(SHELL)]).then(function () {
      event.waitUntil(fill().catch(function () { /* the next page fills it */ }));
      return answer;
    });
  }).catch(function () { return caches.match(OFFLINE); });
}

function sent(request, path) {
  var copy = request.clone();
  return fetch(request).catch(function () {
    return keep(copy, path).then(function () { return Response.redirect(OFFLINE, 303); });
  });
}

// Kept is only a form of a person who is signed in, with the key that makes a second sending harmless; never one with
// a code or a password in it, which would be worth nothing later and much to a thief.
function keep(request, path) {
  if (ELSEWHERE.test(path)) return Promise.resolve(false);
  return request.formData().then(function (data) {
    var fields = Array.from(data.entries()), size = 0;
    fields.forEach(function (pair) { size += pair[1].size || pair[1].length || 0; });
    var forbidden = ["code", "password"].some(function (name) { return data.has(name); });
    if (!data.get("key") || !data.get("who") || forbidden || size > MOST_BYTES) return false;
    var form = { key: data.get("key"), who: data.get("who"), at: Date.now(), fields: fields };
    form.path = path + new URL(request.url).search;
    return self.puhuiForms("readwrite", function (forms) {
      var counted = forms.count();
      counted.onsuccess = function () { if (counted.result < MOST_FORMS) forms.put(form); };
      return counted;
    });
  }).catch(function () { return false; }); // the offline page lists what is kept: what is not there was not sent
}

function forgetAll() {
  return self.puhuiForms("readwrite", function (forms) { return forms.clear(); });
}
