// Asks a passkey of this device and puts its answer into the form; without this file the form stays hidden.
(() => {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const pairs = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  const asked = (form) => {
    const told = JSON.parse(form.dataset.options);
    told.challenge = bytes(told.challenge);
    if (told.user) told.user.id = bytes(told.user.id);
    if (told.excludeCredentials) told.excludeCredentials = pairs(told.excludeCredentials);
    if (told.allowCredentials) told.allowCredentials = pairs(told.allowCredentials);
    return { publicKey: told };
  };

  const answered = (found) => {
    const response = { clientDataJSON: text(found.response.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (found.response[name]) response[name] = text(found.response[name]);
    }
    return { id: found.id, rawId: text(found.rawId), type: found.type, response, clientExtensionResults: {} };
  };

  const ready = (form) => {
    const stopped = form.querySelector("[data-stopped]");
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      if (form.elements.answer.value) return;
      event.preventDefault();
      stopped.hidden = true;
      try {
        const keys = navigator.credentials;
        const found = await (form.dataset.passkey === "keep" ? keys.create(asked(form)) : keys.get(asked(form)));
        form.elements.answer.value = JSON.stringify(answered(found));
        form.submit();
      } catch (problem) {
        stopped.hidden = false;
        stopped.focus();
      }
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    if (window.PublicKeyCredential) document.querySelectorAll("form[data-passkey]").forEach(ready);
  });
})();
