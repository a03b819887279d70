// Makes a photo smaller on the phone before it is sent; without JavaScript, or where this fails, it goes as it is.
(function () {
  "use strict";
  var LONGEST = 2000, QUALITY = 0.82;

  function smaller(file) {
    return createImageBitmap(file).then(function (picture) {
      var scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
      var canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      return new Promise(function (done) { canvas.toBlob(done, "image/jpeg", QUALITY); });
    });
  }

  document.querySelectorAll("input[type=file][data-photo]").forEach(function (input) {
    input.addEventListener("change", function () {
      var file = input.files[0];
      if (!file || !/^image\//.test(file.type) || !window.createImageBitmap || !window.DataTransfer) return;
      smaller(file).then(function (blob) {
        if (!blob || blob.size >= file.size) return;
        var kept = new DataTransfer();
        kept.items.add(new File([blob], "photo.jpg", { type: "image/jpeg" }));
        input.files = kept.files;
      }).catch(function () { /* it goes as it is, and the server says when it is too large */ });
    });
  });
})();
