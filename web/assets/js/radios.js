// Radios that reveal more when chosen. govuk-frontend's own script says so with aria-expanded, which a radio may not have.

export function revealChosen(root) {
  const radios = [...root.querySelectorAll("input[type=radio][data-aria-controls]")];

  const sync = () => {
    for (const radio of radios) {
      const more = document.getElementById(radio.dataset.ariaControls);
      more?.classList.toggle("govuk-radios__conditional--hidden", !radio.checked);
    }
  };
  root.addEventListener("change", (event) => event.target.type === "radio" && sync());
  window.addEventListener("pageshow", sync); // a browser that goes back brings back what was chosen
  sync();
}
