// Folds (details elements): menus close when left; columns stay open on wide screens.

/** Close menus marked data-menu on Escape, on a click elsewhere, and when the focus leaves them. */
export function closeOnLeaving() {
  const menus = () => document.querySelectorAll("details[data-menu][open]");
  document.addEventListener("click", (event) => {
    for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("focusin", (event) => {
    for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus()) {
      const hadFocus = menu.contains(document.activeElement);
      menu.open = false;
      if (hadFocus) menu.querySelector("summary").focus();
    }
  });
}

/** Where the browser cannot show a closed fold's content by style, open those marked data-wide="62rem". */
export function openOnWideScreens() {
  if (CSS.supports("selector(details::details-content)")) return;
  for (const fold of document.querySelectorAll("details[data-wide]")) {
    const wide = matchMedia(`(min-width: ${fold.dataset.wide})`);
    fold.open = wide.matches;
    wide.addEventListener("change", () => (fold.open = wide.matches));
  }
}
