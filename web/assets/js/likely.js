// While a title is typed, the issues of the area that look like it are named under it (D7). Without script they are asked about before saving.

const PAUSE = 400; // milliseconds without a key, before asking
const SHORTEST = 4; // characters worth asking about

export function nameLikely(root) {
  for (const place of root.querySelectorAll('[data-module="fg-likely"]')) {
    const field = document.getElementById(place.dataset.for);
    if (field) {
      follow(place, field);
    }
  }
}

function follow(place, field) {
  let timer;
  let asked = "";

  const ask = async () => {
    const title = field.value.trim();
    if (title === asked) {
      return;
    }
    asked = title;
    let found = [];
    if (title.length >= SHORTEST) {
      try {
        const answer = await fetch(`${place.dataset.src}?${new URLSearchParams({ title })}`, { headers: { Accept: "application/json" } });
        found = answer.ok ? await answer.json() : [];
      } catch {
        // nothing is lost: they are asked about before saving
      }
    }
    if (title === asked) {
      show(place, found);
    }
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
}

function show(place, issues) {
  const list = document.createElement("ul");
  list.className = "govuk-list govuk-list--bullet";
  for (const { title, href, state } of issues) {
    const link = document.createElement("a");
    link.className = "govuk-link";
    link.href = href;
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = `${title} (opens in a new tab)`;
    const line = document.createElement("li");
    line.append(link, `, ${state}`);
    list.append(line);
  }
  const words = document.createElement("p");
  words.className = "govuk-body";
  words.textContent = place.dataset.words;
  place.replaceChildren(...(issues.length > 0 ? [words, list] : []));
}
