// One customer's phone.
"use strict";
const id = location.pathname.split("/").pop();
const $ = (name) => document.getElementById(name);
let view = null;
let words = WORDS.ru;
let shownAnswers = null;
let keyboardHidden = false;
const drawn = new Map();

const act = async (name, body) => {
  try {
    return await ask(`customers/${id}/${name}`, body || {});
  } catch (error) {
    toast(error.message);
  }
};

const go = {
  press: (message, data) => act("press", { message_id: message, data }),
  command: (text) => act("text", { text }),
  // A link to this very bot stays in the chat, as it does on a phone.
  link: (address) => {
    const match = /^(?:https?:\/\/)?t\.me\/([A-Za-z0-9_]+)(?:\?start=([A-Za-z0-9_-]*))?$/i.exec(address);
    if (!match || match[1].toLowerCase() !== view.bot.username.toLowerCase()) return false;
    act("start", match[2] ? { payload: match[2] } : {});
    return true;
  },
};

function draw() {
  words = WORDS[languageOf(view.customer.language_code)];
  document.documentElement.lang = words === WORDS.ru ? "ru" : "en";
  document.title = view.bot.name + " · " + view.customer.first_name;
  $("name").textContent = view.bot.name;
  $("avatar").textContent = [...view.bot.name][0] || "";
  $("who").textContent = view.customer.first_name;
  for (const [element, label] of [["back", "back"], ["more", "more"], ["send", "send"], ["attach", "attach"], ["keyboard-button", "keyboard"]]) {
    $(element).setAttribute("aria-label", words[label]);
    $(element).title = words[label];
  }
  $("text").placeholder = words.message;
  $("text").setAttribute("aria-label", words.message);
  $("commands-word").textContent = words.menu;
  $("messages").setAttribute("aria-label", view.bot.name);
  drawStatus();
  drawFoot();
  drawMessages();
  stick();
  drawAnswers();
}

let typingEnds = 0;
function drawStatus() {
  const action = view.action;
  const status = $("status");
  status.classList.toggle("doing", Boolean(action));
  status.textContent = view.customer.blocked ? words.blocked : action ? words.actions[action.kind] || words.doing : words.bot;
  clearTimeout(typingEnds);
  if (action) typingEnds = setTimeout(() => { view.action = null; drawStatus(); }, action.milliseconds);
}

function day(at) {
  const date = new Date(at);
  const ago = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(at).setHours(0, 0, 0, 0)) / 86400000);
  if (ago === 0) return words.today;
  if (ago === 1) return words.yesterday;
  return date.toLocaleDateString(words === WORDS.ru ? "ru" : "en-GB", { day: "numeric", month: "long", year: ago > 300 ? "numeric" : undefined });
}

function drawMessages() {
  const first = drawn.size === 0;
  const wanted = [];
  let lastDay = null;
  for (const message of view.messages) {
    const name = day(message.at);
    if (name !== lastDay) wanted.push(["day:" + name, name, () => make("div", "day", name)]);
    lastDay = name;
    const pending = view.pending.filter((press) => press.message_id === message.message_id);
    const state = JSON.stringify([message, pending, view.bot.name, words === WORDS.ru]);
    wanted.push(["message:" + message.message_id, state, () => bubble(message, view, words, go)]);
  }
  if (!view.messages.length) {
    const about = view.bot.description;
    wanted.push(["empty", about + words.what, () => {
      const card = make("div", "about");
      card.append(make("strong", "", about ? words.what : words.empty));
      if (about) card.append(make("p", "", about));
      return card;
    }]);
  }
  const thread = $("thread");
  const keys = new Set(wanted.map(([key]) => key));
  for (const [key, { element }] of drawn) {
    if (!keys.has(key)) { element.remove(); drawn.delete(key); }
  }
  wanted.forEach(([key, state, build], index) => {
    const old = drawn.get(key);
    let element = old && old.element;
    if (!old || old.state !== state) {
      element = build();
      if (old) {
        // Focus stays on the same button of a message that was drawn anew.
        const buttons = [...old.element.querySelectorAll("button")];
        const focused = buttons.indexOf(document.activeElement);
        old.element.replaceWith(element);
        if (focused >= 0) element.querySelectorAll("button")[focused]?.focus();
      } else if (!first) {
        element.classList.add("fresh");
      }
      drawn.set(key, { state, element });
    }
    if (thread.children[index] !== element) thread.insertBefore(element, thread.children[index] || null);
  });
}

// Who reads the end stays at the end, whatever grows: a message, a picture that loads, the keyboard below.
let atEnd = true;
const messages = $("messages");
let reach = 0;
const stick = () => {
  if (atEnd) messages.scrollTop = messages.scrollHeight;
  reach = messages.scrollHeight - messages.clientHeight;
};
// A thread that changed its height scrolls by itself: only a scroll at the same height is the reader's.
messages.addEventListener("scroll", () => {
  const now = messages.scrollHeight - messages.clientHeight;
  if (now === reach) atEnd = now - messages.scrollTop < 60;
});
const stay = new ResizeObserver(stick);
stay.observe(messages);
stay.observe($("thread"));

function drawFoot() {
  const { started, blocked } = view.customer;
  $("start").hidden = started && !blocked;
  $("start").textContent = started ? words.restart : words.start;
  $("composer").hidden = !started || blocked;
  $("commands-button").hidden = !view.bot.commands.length || view.bot.menu_button.type !== "commands";
  const keyboard = !blocked && started ? view.reply_keyboard : null;
  $("keyboard-button").hidden = !keyboard;
  const box = $("reply-keyboard");
  box.hidden = !keyboard || keyboardHidden;
  $("keyboard-button").setAttribute("aria-expanded", String(!box.hidden));
  if (keyboard && keyboard.input_field_placeholder) $("text").placeholder = keyboard.input_field_placeholder;
  const state = JSON.stringify(keyboard);
  if (box.dataset.state === state) return;
  box.dataset.state = state;
  keyboardHidden = false;
  box.hidden = !keyboard;
  box.replaceChildren();
  for (const line of (keyboard && keyboard.keyboard) || []) {
    const row = make("div", "keys");
    for (const button of line) {
      const key = make("button", "key", button.text);
      key.type = "button";
      key.addEventListener("click", () => (button.request_contact ? shareContact() : act("text", { text: button.text })));
      row.append(key);
    }
    box.append(row);
  }
}

function drawAnswers() {
  const first = shownAnswers === null;
  if (first) shownAnswers = new Set();
  for (const { query, answer } of view.answers) {
    if (shownAnswers.has(query)) continue;
    shownAnswers.add(query);
    if (first) continue;
    if (answer.url) go.link(answer.url);
    if (answer.text) answer.show_alert ? confirmation(answer.text, null) : toast(answer.text);
  }
}

let toastEnds = 0;
function toast(text) {
  $("toast").textContent = text;
  $("toast").hidden = false;
  clearTimeout(toastEnds);
  toastEnds = setTimeout(() => { $("toast").hidden = true; }, 4000);
}

// A question with two answers, or a notice with one when `yes` is null.
function confirmation(text, yes) {
  const dialog = $("dialog");
  $("dialog-text").textContent = text;
  $("dialog-ok").textContent = yes || words.ok;
  $("dialog-cancel").textContent = words.cancel;
  $("dialog-cancel").hidden = yes === null;
  return new Promise((resolve) => {
    const end = (answer) => { dialog.close(); resolve(answer); };
    $("dialog-ok").onclick = () => end(true);
    $("dialog-cancel").onclick = () => end(false);
    dialog.oncancel = () => resolve(false);
    if (!dialog.open) dialog.showModal();
    $("dialog-ok").focus();
  });
}

async function shareContact() {
  const question = words.shareQuestion.replace("{bot}", view.bot.name).replace("{phone}", view.customer.phone_number);
  if (await confirmation(question, words.share)) act("contact");
}

// Menus: a button opens a list; Escape or a press elsewhere closes it.
function menu(button, list, items) {
  const close = () => { $(list).hidden = true; $(button).setAttribute("aria-expanded", "false"); };
  $(button).addEventListener("click", () => {
    if (!$(list).hidden) return close();
    $(list).replaceChildren(...items().map(([label, run, note]) => {
      const item = make("button", "", "");
      item.type = "button";
      item.setAttribute("role", "menuitem");
      item.append(make("span", "", label));
      if (note) item.append(make("span", "quiet", note));
      item.addEventListener("click", () => { close(); run(); });
      return item;
    }));
    $(list).hidden = false;
    $(button).setAttribute("aria-expanded", "true");
    $(list).querySelector("button")?.focus();
  });
  $(list).addEventListener("keydown", (event) => {
    const items = [...$(list).querySelectorAll("button")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus(); }
    if (event.key === "Escape") { close(); $(button).focus(); }
  });
  document.addEventListener("click", (event) => { if (!$(list).contains(event.target) && !$(button).contains(event.target)) close(); });
}

menu("more", "menu", () => [
  [words.language, () => act("language", { language_code: words === WORDS.ru ? "en" : "ru" })],
  [words.theme, switchTheme],
  [words.transcript, () => window.open(`/simulate/chats/${id}/transcript`, "_blank", "noopener")],
  view.customer.blocked ? [words.unblock, () => act("unblock")] : [words.block, () => act("block")],
]);
menu("commands-button", "commands", () => view.bot.commands.map((one) => ["/" + one.command.replace(/^\//, ""), () => act("text", { text: "/" + one.command.replace(/^\//, "") }), one.description]));
menu("attach", "attachments", () => [
  [words.photo, () => $("file").click()],
  [words.voice, () => act("media", { kind: "voice" })],
  [words.sticker, () => act("media", { kind: "sticker" })],
  [words.contact, shareContact],
  [words.foreign, () => act("contact", { user_id: 4242, phone_number: "79005550101", first_name: words.names[5] })],
]);

$("file").addEventListener("change", async () => {
  const file = $("file").files[0];
  $("file").value = "";
  if (!file) return;
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  act("media", { kind: "photo", bytes: btoa(text) });
});
$("start").addEventListener("click", () => act("start"));
$("keyboard-button").addEventListener("click", () => { keyboardHidden = !keyboardHidden; drawFoot(); });
const submit = () => {
  const text = $("text").value.trim();
  if (!text) return;
  $("text").value = "";
  grow();
  atEnd = true;
  act("text", { text });
};
$("composer").addEventListener("submit", (event) => { event.preventDefault(); submit(); });
$("text").addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); submit(); } });
const grow = () => { $("text").style.height = "auto"; $("text").style.height = Math.min($("text").scrollHeight, 140) + "px"; };
$("text").addEventListener("input", grow);
if (window !== window.top) document.body.classList.add("embedded");

async function follow() {
  for (;;) {
    try {
      // A hidden page gives its connection back: a browser has only six to one host.
      while (document.hidden && view) await new Promise((resume) => document.addEventListener("visibilitychange", resume, { once: true }));
      view = await ask(`chats/${id}?after=${view ? view.revision : -1}&wait=${view ? 25 : 0}`);
      draw();
    } catch (error) {
      if (view) { $("status").textContent = words.lost; } else { $("status").textContent = error.message; }
      await new Promise((resume) => setTimeout(resume, 1500));
    }
  }
}
follow();
