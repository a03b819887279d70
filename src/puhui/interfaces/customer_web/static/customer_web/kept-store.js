// The forms that this phone keeps until they are sent: one small store, for the pages and for the service worker.
"use strict";

self.puhuiForms = function (mode, act) {
  return new Promise(function (done, failed) {
    var opened = indexedDB.open("puhui", 1);
    opened.onupgradeneeded = function () { opened.result.createObjectStore("forms", { keyPath: "key" }); };
    opened.onerror = failed;
    opened.onsuccess = function () {
      var database = opened.result, moved = database.transaction("forms", mode);
      var asked = act(moved.objectStore("forms"));
      moved.oncomplete = function () { database.close(); done(asked.result); };
      moved.onabort = moved.onerror = failed;
    };
  });
};
