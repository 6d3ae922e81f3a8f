"use strict";
(() => {
  const at = (id) => document.getElementById(id);

  // A link may lead into something folded: unfold it, then go there.
  const unfold = () => {
    const target = location.hash.length > 1 && at(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    let folded = false;
    for (let el = target.tagName === "DETAILS" ? target : target.closest("details"); el; el = el.parentElement && el.parentElement.closest("details")) {
      folded = folded || !el.open;
      el.open = true;
    }
    if (folded) target.scrollIntoView();
  };
  addEventListener("hashchange", unfold);
  unfold();

  // On paper nothing is folded.
  let reopened = [];
  addEventListener("beforeprint", () => {
    reopened = [...document.querySelectorAll("details:not([open])")];
    reopened.forEach((el) => { el.open = true; });
  });
  addEventListener("afterprint", () => reopened.forEach((el) => { el.open = false; }));

  const form = at("filters");
  const fields = ["words", "outlet", "status", "kind"].map((name) => at("f-" + name));
  const count = at("f-count");
  const texts = new Map();
  const text = (el) => {
    if (!texts.has(el)) texts.set(el, el.textContent.toLowerCase());
    return texts.get(el);
  };
  const has = (el, name, value) => !value || el.dataset[name] === undefined || el.dataset[name].includes("|" + value + "|");

  const apply = () => {
    const [words, outlet, status, kind] = fields.map((field) => field.value.trim());
    const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
    const active = Boolean(words || outlet || status || kind);
    let claims = 0;
    for (const el of document.querySelectorAll(".find")) {
      const fits = has(el, "outlets", outlet) && has(el, "kinds", kind)
        && (!status || el.dataset.status === undefined || el.dataset.status === status)
        && wanted.every((word) => text(el).includes(word));
      el.hidden = !fits;
      if (fits && el.dataset.status !== undefined) claims += 1;
    }
    for (const el of document.querySelectorAll(".folded")) {
      el.open = active && el.querySelector(".find:not([hidden])") !== null;
    }
    count.textContent = active ? claims + (claims === 1 ? " claim fits" : " claims fit") : "";
  };
  let waiting;
  const soon = () => { clearTimeout(waiting); waiting = setTimeout(apply, 120); };
  form.addEventListener("input", soon);
  form.addEventListener("reset", soon);
  form.addEventListener("submit", (event) => { event.preventDefault(); apply(); });
  form.hidden = false;
})();
