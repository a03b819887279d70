// The choice that is kept with the person goes before what this browser remembers of somebody.
(() => {
  const chosen = ["auto", "dark", "light"].find((name) => document.documentElement.classList.contains(name));
  if (chosen) localStorage.setItem("adminTheme", JSON.stringify(chosen));
})();
