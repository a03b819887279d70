// The command palette: Ctrl+K, Cmd+K or "/" opens it, the arrows choose, Enter goes there, Escape closes and gives the
// focus back. Without this file the form at the top of each page does the same through the page of the search.
(() => {
  "use strict";
  const form = document.querySelector("form[data-palette]");
  if (!form || typeof HTMLDialogElement === "undefined") return;
  const { palette, label, none, close } = form.dataset;
  const dialog = make("dialog", { className: "wb wb-palette", "aria-label": label });
  const input = make("input", {
    type: "text", maxLength: 100, autocomplete: "off", role: "combobox", id: "wb-palette-input", "aria-label": label,
    "aria-expanded": "true", "aria-controls": "wb-palette-list", "aria-autocomplete": "list",
  });
  const list = make("ul", { id: "wb-palette-list", role: "listbox", "aria-label": label });
  const status = make("p", { className: "wb-soft", role: "status" });
  const shut = make("button", { type: "button", className: "wb-quiet", textContent: close });
  dialog.append(input, list, status, shut);
  document.body.append(dialog);
  let before = null, chosen = 0, timer = 0, asked = 0;

  function make(name, traits) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(traits)) {
      if (key === "role" || key.startsWith("aria-")) element.setAttribute(key, value);
      else element[key] = value;
    }
    return element;
  }

  function open() {
    before = document.activeElement;
    input.value = "";
    dialog.showModal();
    input.focus();
    ask();
  }

  async function ask() {
    const mine = ++asked;
    let found = [];
    try {
      const answer = await fetch(`${palette}?q=${encodeURIComponent(input.value)}`, { credentials: "same-origin" });
      if (answer.ok) found = (await answer.json()).found;
    } catch { /* the line is down: the list stays empty and says so */ }
    if (mine === asked) show(found);
  }

  function show(found) {
    list.replaceChildren(...found.map((one, n) => {
      const line = make("li", { id: `wb-palette-${n}`, role: "option", "aria-selected": "false" });
      line.append(make("span", { className: "wb-tag", textContent: one.kind }), ` ${one.name} `,
        make("span", { className: "wb-soft", textContent: one.detail }));
      line.dataset.href = one.href;
      line.addEventListener("click", () => go(line));
      return line;
    }));
    list.hidden = !found.length;
    status.textContent = found.length ? "" : none;
    choose(0);
  }

  function choose(n) {
    const lines = list.children;
    chosen = lines.length ? (n + lines.length) % lines.length : 0;
    [...lines].forEach((line, at) => line.setAttribute("aria-selected", String(at === chosen)));
    if (!lines.length) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", lines[chosen].id);
    lines[chosen].scrollIntoView({ block: "nearest" });
  }

  function go(line) {
    if (line) window.location.assign(line.dataset.href);
  }

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 150); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    else if (event.key === "Enter") go(list.children[chosen]);
    else return;
    event.preventDefault();
  });
  shut.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => !dialog.open && before && before.focus()); // told late: it may be open again
  document.addEventListener("keydown", (event) => {
    // Just after it closed, a key still arrives at its own input, which nobody sees any more.
    const typing = !dialog.contains(event.target) && event.target.closest("input, textarea, select, [contenteditable]");
    const isPalette = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
    if (dialog.open || !(isPalette || (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey))) return;
    event.preventDefault();
    open();
  });
})();
