// The list of customers, up to three of their phones beside it.
"use strict";
const words = WORDS[languageOf(navigator.language)];
const $ = (name) => document.getElementById(name);
const seats = Math.max(1, Math.min(3, Math.floor((window.innerWidth - 300) / 360)));
const wide = window.innerWidth >= 760;
let open = [];
let shown = "";

document.documentElement.lang = words === WORDS.ru ? "ru" : "en";
document.title = words.heading;
$("heading").textContent = words.heading;
$("hint").textContent = wide ? words.hint : "";
$("new").textContent = words.create;
$("help").textContent = words.help;
$("new").addEventListener("click", async () => {
  const customers = await ask("customers");
  const created = await ask("customers", { first_name: words.names[customers.length % words.names.length], language_code: document.documentElement.lang });
  wide ? seat(created) : location.assign("/chat/" + created.id);
});

function seat({ id, first_name: name }) {
  if (open.includes(id)) return;
  open = [...open, id].slice(-seats);
  for (const frame of [...$("phones").children]) if (!open.includes(Number(frame.dataset.id))) frame.remove();
  const frame = make("iframe", "phone-frame");
  frame.dataset.id = id;
  frame.title = name;
  frame.src = "/chat/" + id;
  $("phones").append(frame);
  shown = "";
  refresh();
}

async function refresh() {
  const customers = await ask("customers");
  if (wide && !open.length) customers.slice(0, seats).forEach(seat);
  const state = JSON.stringify([customers, open]);
  if (state === shown) return;
  shown = state;
  $("customers").replaceChildren(...customers.map((one) => {
    const item = make("a", "customer" + (open.includes(one.id) ? " open" : ""));
    item.href = "/chat/" + one.id;
    const lines = make("span", "lines");
    const name = make("strong", "", [one.first_name, one.last_name].filter(Boolean).join(" "));
    name.append(make("span", "quiet", " " + one.language_code));
    lines.append(name, make("span", "quiet", gist(one.last_message, words)));
    const face = make("span", "avatar small " + tint(one.id), [...one.first_name][0]);
    face.setAttribute("aria-hidden", "true");
    item.append(face, lines);
    item.addEventListener("click", (event) => {
      if (!wide || event.metaKey || event.ctrlKey) return;
      event.preventDefault();
      seat(one);
    });
    return item;
  }));
  if (!customers.length) $("customers").append(make("p", "quiet none", words.none));
}

refresh();
setInterval(() => { if (!document.hidden) refresh().catch(() => {}); }, 2000);
