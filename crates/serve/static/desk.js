"use strict";
(() => {
  const KEYS = "whosaid-keys";
  const off = () => { try { return localStorage.getItem(KEYS) === "off"; } catch { return false; } };
  const rows = () => [...document.querySelectorAll("[data-row]")].filter((row) => row.offsetParent !== null);
  const current = () => document.activeElement && document.activeElement.closest("[data-row]");

  const step = (by) => {
    const all = rows();
    if (all.length === 0) return;
    const at = all.indexOf(current());
    const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1);
    all[next].focus();
    all[next].scrollIntoView({ block: "nearest" });
  };

  // A key presses the button of its row, or else the only one of the page.
  const press = (key) => {
    const wanted = "[data-key=" + CSS.escape(key) + "]";
    const row = current();
    const alone = row || "crs".includes(key) ? null : document.querySelector(wanted);
    const found = (row && row.querySelector(wanted)) || ("mu/".includes(key) ? document.querySelector(wanted) : alone);
    if (!found) return false;
    if (found.matches("input")) found.focus();
    else found.click();
    if (found.matches("summary")) {
      const input = found.parentElement.querySelector("input:not([type=hidden])");
      if (input && found.parentElement.open) input.focus();
    }
    return true;
  };

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || off()) return;
    if (event.target.closest("input, textarea, select")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    let done = true;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "?") location.assign("/help");
    else if (event.key === "Enter" && event.target.matches("[data-row]")) {
      const link = event.target.querySelector("a[href]");
      if (link) link.click();
    } else if (event.key.length === 1 && "crswmu/".includes(event.key)) done = press(event.key);
    else done = false;
    if (done) event.preventDefault();
  });

  // After a correction the reader stands where they stood.
  let stood = -1;
  addEventListener("htmx:beforeSwap", () => { stood = rows().indexOf(current()); });
  addEventListener("htmx:afterSwap", () => {
    const all = rows();
    if (stood >= 0 && all.length > 0) all[Math.min(stood, all.length - 1)].focus({ preventScroll: true });
    stood = -1;
    start();
  });
  // What went wrong is shown as the page that says so.
  addEventListener("htmx:beforeOnLoad", (event) => {
    if (event.detail.xhr.status >= 400) { event.detail.shouldSwap = true; event.detail.isError = false; }
  });

  // Files that are dropped anywhere on the form, folders too, to any depth.
  const filesOf = async (entry) => {
    if (entry.isFile) return [await new Promise((give, fail) => entry.file(give, fail))];
    const reader = entry.createReader();
    const found = [];
    for (;;) {
      const some = await new Promise((give, fail) => reader.readEntries(give, fail));
      if (some.length === 0) return found;
      for (const inner of some) if (!inner.name.startsWith(".") && !inner.name.endsWith("_files")) found.push(...await filesOf(inner));
    }
  };
  const start = () => {
    const form = document.querySelector(".drop");
    if (form && !form.dataset.ready) {
      form.dataset.ready = "yes";
      const over = (is) => (event) => { event.preventDefault(); form.classList.toggle("over", is); };
      form.addEventListener("dragover", over(true));
      form.addEventListener("dragleave", over(false));
      form.addEventListener("drop", async (event) => {
        over(false)(event);
        const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry());
        const plain = [...event.dataTransfer.files];
        const files = entries.every(Boolean) ? (await Promise.all(entries.map(filesOf))).flat() : plain;
        const given = new DataTransfer();
        files.forEach((file) => given.items.add(file));
        form.querySelector("input[type=file]").files = given.files;
        if (files.length > 0) form.requestSubmit();
      });
    }
    const box = document.getElementById("keys-on");
    if (box && !box.dataset.ready) {
      box.dataset.ready = "yes";
      box.checked = !off();
      box.addEventListener("change", () => { try { localStorage.setItem(KEYS, box.checked ? "on" : "off"); } catch { /* not kept */ } });
    }
  };
  start();
})();
