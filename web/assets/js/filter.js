// On a narrow screen a filter stands above its list; this folds it behind a button.

export function foldFilters(root) {
  for (const filter of root.querySelectorAll('[data-module="fg-filter"]')) {
    fold(filter);
  }
}

function fold(filter) {
  const content = filter.querySelector(".moj-filter__content");
  const header = filter.querySelector(".moj-filter__header");

  const button = document.createElement("button");
  button.type = "button";
  button.className = "fg-link-button fg-filter__toggle";
  button.setAttribute("aria-controls", content.id);

  const show = (open) => {
    filter.classList.toggle("fg-filter--folded", !open);
    button.setAttribute("aria-expanded", String(open));
    button.textContent = open ? "Hide filter" : "Show filter";
  };
  button.addEventListener("click", () => show(filter.classList.contains("fg-filter--folded")));

  header.append(button);
  show(content.querySelector(".moj-filter__selected, .govuk-error-message") !== null);
}
