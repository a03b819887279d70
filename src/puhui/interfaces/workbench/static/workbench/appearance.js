// The choice that is kept with the person goes before what this browser remembers of somebody.
(() => {
  const chosen = ["auto", "dark", "light"].find((name) => document.documentElement.classList.contains(name));
  if (chosen) localStorage.setItem("adminTheme", JSON.stringify(chosen));
})();
// Where one is stands in sight in the long list at the side.
document.addEventListener("DOMContentLoaded", () => {
  const place = document.querySelector("[data-sidebar] [aria-current]");
  if (place) place.scrollIntoView({ block: "nearest" });
});
