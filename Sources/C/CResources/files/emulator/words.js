// What the pages say, in Russian and in English.
"use strict";
const WORDS = {
  ru: {
    start: "Начать", restart: "Перезапустить бота", message: "Сообщение", menu: "Меню", bot: "бот", back: "Все чаты", more: "Ещё", send: "Отправить",
    attach: "Прикрепить", keyboard: "Клавиатура бота", edited: "изменено", deleted: "сообщение удалено", today: "Сегодня", yesterday: "Вчера",
    block: "Остановить и заблокировать", unblock: "Разблокировать", language: "Язык приложения: English", theme: "Светлая или тёмная тема",
    transcript: "Сохранить переписку", ok: "Хорошо", cancel: "Отмена", share: "Поделиться",
    shareQuestion: "Отправить боту «{bot}» ваш номер +{phone}? Бот узнает его и сможет с вами связаться.",
    photo: "Фото", voice: "Голосовое сообщение", sticker: "Стикер", contact: "Мой контакт", foreign: "Чужой контакт", unknown: "Неизвестный вид сообщения",
    empty: "Здесь пока пусто", what: "Что умеет этот бот?", blocked: "вы заблокировали бота", lost: "нет связи с эмулятором", location: "Место на карте",
    heading: "Клиенты", hint: "У каждого клиента свой телефон с чатом. Нажмите на имя, чтобы открыть его рядом.", create: "Новый клиент", help: "Для программ: API клиентов",
    notStarted: "Чат ещё не начат", none: "Клиентов пока нет. Создайте первого или откройте ссылку из QR-кода.", 
    actions: { typing: "печатает", upload_photo: "отправляет фото", record_voice: "записывает голос", upload_document: "отправляет файл" }, doing: "занят", names: ["Анна", "Михаил", "Ольга", "Тимур", "Елена", "Руслан", "Вера", "Денис"],
  },
  en: {
    start: "Start", restart: "Restart bot", message: "Message", menu: "Menu", bot: "bot", back: "All chats", more: "More", send: "Send",
    attach: "Attach", keyboard: "Bot keyboard", edited: "edited", deleted: "message deleted", today: "Today", yesterday: "Yesterday",
    block: "Stop and block", unblock: "Unblock", language: "App language: Русский", theme: "Light or dark theme",
    transcript: "Save transcript", ok: "OK", cancel: "Cancel", share: "Share",
    shareQuestion: "Send your number +{phone} to “{bot}”? The bot will learn it and can contact you.",
    photo: "Photo", voice: "Voice message", sticker: "Sticker", contact: "My contact", foreign: "Someone else's contact", unknown: "Message of an unknown kind",
    empty: "No messages here yet", what: "What can this bot do?", blocked: "you blocked the bot", lost: "no connection to the emulator", location: "Location",
    heading: "Customers", hint: "Every customer has a phone with a chat. Press a name to open it here, beside the others.", create: "New customer", help: "For programs: the customers' API",
    notStarted: "Chat not started yet", none: "No customers yet. Create one, or open the link of a QR code.", 
    actions: { typing: "typing", upload_photo: "sending a photo", record_voice: "recording a voice message", upload_document: "sending a file" }, doing: "busy", names: ["Anna", "Michael", "Olga", "Timur", "Helen", "Ruslan", "Vera", "Denis"],
  },
};
const languageOf = (code) => ((code || "").toLowerCase().startsWith("en") ? "en" : "ru");

// The theme chosen here, else the system's.
const applyTheme = () => {
  const theme = localStorage.getItem("theme");
  if (theme) document.documentElement.dataset.theme = theme;
};
applyTheme();
window.addEventListener("storage", applyTheme);
const switchTheme = () => {
  const now = document.documentElement.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  localStorage.setItem("theme", now === "dark" ? "light" : "dark");
  applyTheme();
};

// Asks the simulation API; the result, or an Error with its reason.
async function ask(path, body) {
  const options = body === undefined ? {} : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const answer = await (await fetch("/simulate/" + path, options)).json();
  if (!answer.ok) throw new Error(answer.error || "error");
  return answer.result;
}

// An element with a class and a text; never HTML from data.
function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

// A message in a few words.
function gist(message, words) {
  if (!message) return words.notStarted;
  const kinds = { photo: words.photo, voice: words.voice, sticker: words.sticker, contact: words.contact, location: words.location };
  const kind = Object.keys(kinds).find((name) => message[name]);
  return message.text || message.caption || kinds[kind] || words.unknown;
}

// One of eight calm colours for an id.
const tint = (id) => "tint-" + (Math.abs(Number(id)) % 8);
