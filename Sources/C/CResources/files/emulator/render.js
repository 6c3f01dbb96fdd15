// A message as elements. Texts are only ever set as text.
"use strict";

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre", blockquote: "blockquote", expandable_blockquote: "blockquote", spoiler: "span" };

// Text with entities; offsets are UTF-16, as JavaScript counts too. `go` is told of pressed commands and links.
function formatted(text, entities, go) {
  const root = document.createDocumentFragment();
  const place = (parent, list, from, to) => {
    let at = from;
    for (let i = 0; i < list.length; i++) {
      const entity = list[i];
      if (entity.offset < at) continue;
      parent.append(text.slice(at, entity.offset));
      const end = Math.min(entity.offset + entity.length, to);
      const inner = list.filter((other, j) => j > i && other.offset >= entity.offset && other.offset + other.length <= end);
      const element = entityElement(entity, text.slice(entity.offset, end), go);
      place(element, inner, entity.offset, end);
      parent.append(element);
      at = end;
    }
    parent.append(text.slice(at, to));
  };
  place(root, entities || [], 0, text.length);
  return root;
}

function entityElement(entity, words, go) {
  const link = entity.type === "text_link" ? entity.url : entity.type === "url" ? (words.includes("://") ? words : "https://" + words) : null;
  if (link && /^https?:\/\//i.test(link)) {
    const element = make("a");
    element.href = link;
    element.target = "_blank";
    element.rel = "noopener noreferrer";
    element.addEventListener("click", (event) => { if (go.link(link)) event.preventDefault(); });
    return element;
  }
  if (entity.type === "bot_command") {
    const element = make("button", "linklike");
    element.type = "button";
    element.addEventListener("click", () => go.command(words));
    return element;
  }
  const element = make(TAGS[entity.type] || "span", entity.type);
  if (entity.type === "spoiler") element.addEventListener("click", () => element.classList.add("seen"), { once: true });
  return element;
}

function duration(seconds) { return Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0"); }

function bubble(message, view, words, go) {
  const row = make("div", "row " + (message.from_bot ? "in" : "out") + (message.deleted ? " gone" : ""));
  row.dataset.id = message.message_id;
  const block = make("div", "block");
  row.append(block);
  const box = make("div", "bubble");
  block.append(box);
  if (message.deleted) {
    box.append(make("em", "quiet", words.deleted));
  } else {
    const reply = message.reply_to_message;
    if (reply) {
      const quote = make("div", "quote");
      quote.append(make("strong", "", reply.from && reply.from.is_bot ? view.bot.name : view.customer.first_name), make("span", "", reply.text || reply.caption || "…"));
      box.append(quote);
    }
    contents(message, box, words, go);
  }
  const foot = make("span", "time");
  if (message.edited && !message.deleted) foot.append(make("span", "edited", words.edited));
  const time = make("time", "", new Date(message.at).toLocaleTimeString(words === WORDS.ru ? "ru" : "en-GB", { hour: "2-digit", minute: "2-digit" }));
  time.dateTime = new Date(message.at).toISOString();
  foot.append(time);
  box.append(foot);
  if (!message.deleted && message.reply_markup) block.append(inlineKeyboard(message, view, go));
  return row;
}

function contents(message, box, words, go) {
  const photo = message.photo && message.photo[message.photo.length - 1];
  if (photo) {
    const image = make("img", "photo");
    image.src = "/simulate/files/" + encodeURIComponent(photo.file_id);
    image.alt = message.caption || words.photo;
    image.width = photo.width;
    image.height = photo.height;
    box.classList.add("with-photo");
    box.append(image);
  }
  if (message.voice) {
    const voice = make("div", "voice");
    voice.append(make("span", "play"), make("span", "wave"), make("span", "quiet", duration(message.voice.duration || 0)));
    voice.setAttribute("role", "img");
    voice.setAttribute("aria-label", words.voice);
    box.append(voice);
  } else if (message.sticker) {
    box.classList.add("sticker");
    box.append(make("span", "big", message.sticker.emoji || "🌵"));
  } else if (message.contact) {
    const card = make("div", "contact");
    const name = [message.contact.first_name, message.contact.last_name].filter(Boolean).join(" ");
    const face = make("span", "avatar small " + tint(message.contact.user_id || 0), [...name][0] || "?");
    const lines = make("span", "");
    lines.append(make("strong", "", name), make("span", "quiet", "+" + message.contact.phone_number.replace(/^\+/, "")));
    card.append(face, lines);
    box.append(card);
  } else if (message.location) {
    box.append(make("em", "", words.location));
  } else if (!photo && message.text === undefined) {
    box.append(make("em", "quiet", words.unknown));
  }
  // What a link carries is for the bot; Telegram shows the person only the command.
  const told = !message.from_bot && /^\/start [A-Za-z0-9_-]+$/.test(message.text || "") ? "/start" : message.text;
  const text = told !== undefined ? told : message.caption;
  if (text !== undefined) {
    const paragraph = make("div", "text");
    paragraph.append(formatted(text, message.entities || message.caption_entities, go));
    box.append(paragraph);
  }
}

function inlineKeyboard(message, view, go) {
  const keyboard = make("div", "inline-keyboard");
  for (const line of message.reply_markup.inline_keyboard || []) {
    const row = make("div", "keys");
    for (const button of line) {
      const key = make("button", "key" + (button.style ? " " + button.style : ""));
      key.type = "button";
      key.append(make("span", "", button.text));
      if (button.callback_data !== undefined) {
        if (view.pending.some((press) => press.message_id === message.message_id && press.data === button.callback_data)) {
          key.classList.add("busy");
          key.setAttribute("aria-busy", "true");
        }
        key.addEventListener("click", () => go.press(message.message_id, button.callback_data));
      } else if (button.url) {
        key.classList.add("opens");
        key.addEventListener("click", () => { if (!go.link(button.url)) window.open(button.url, "_blank", "noopener,noreferrer"); });
      } else if (button.copy_text) {
        key.addEventListener("click", () => navigator.clipboard && navigator.clipboard.writeText(button.copy_text.text));
      }
      row.append(key);
    }
    keyboard.append(row);
  }
  return keyboard;
}
