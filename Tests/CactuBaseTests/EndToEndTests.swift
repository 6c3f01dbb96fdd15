import Clients
import CustomerBot
import Database
import DemoWorld
import Foundation
import HTTPTransport
import Leads
import Logging
import Loyalty
import Sealing
import ServiceLifecycle
import TelegramBotAPI
import TelegramEmulator
import Testing
import Vocabulary

@testable import cactubase

/// What people read and press in one language.
struct Words: Sendable {
    let tag: String
    let agree, done, sendOffers, offers, why, interested, points, balance, link, itIsMe, nothing, already, menu, askPhone, foreign,
        linked, later, laterNoted, refused: String

    static let russian = Words(
        tag: "ru", agree: "Даю согласие", done: "Готово", sendOffers: "Присылать", offers: "Предложения", why: "Почему мне",
        interested: "Интересно",
        points: "Баллы", balance: "На счёте", link: "Я уже клиент", itIsMe: "Да, это я", nothing: "Два коротких вопроса",
        already: "Вы уже ответили",
        menu: "Меню", askPhone: "поделитесь номером", foreign: "чужой контакт", linked: "карточка подключена",
        later: "Не сейчас", laterNoted: "Хорошо, не сейчас", refused: "ничего о вас не сохраню")
    static let english = Words(
        tag: "en", agree: "I agree", done: "Done", sendOffers: "Send me offers", offers: "Offers", why: "Why me",
        interested: "I'm interested",
        points: "Points", balance: "You have", link: "I'm already a client", itIsMe: "Yes, it's me", nothing: "Two short questions",
        already: "You've already answered", menu: "Menu", askPhone: "share your phone number", foreign: "someone else",
        linked: "card is linked", later: "Not now", laterNoted: "All right, not now", refused: "won't keep anything")
}

/// The whole path through real HTTP, a real database file and the emulator, which shares nothing with the bot.
@Suite(.serialized, .timeLimit(.minutes(10))) struct EndToEndTests {
    @Test(arguments: [Words.russian, .english]) func fromTheCodeToThePoints(_ words: Words) async throws {
        let desk = try Desk(["TELEGRAM_RATE": "off"])
        let town = try await Town(desk)
        let offer = try await town.open { http, address in
            // Who asks to be forgotten before agreeing has refused.
            let passer = try await Talker.arrive(http, address, name: "Пётр", language: words.tag)
            try await passer.start()
            try await passer.say("/erase")
            try await passer.sees(words.refused)

            // A code on a poster, three consents, nothing known: an honest empty state.
            let stranger = try await Talker.arrive(http, address, name: "Полина", language: words.tag)
            try await stranger.start(town.live.keyring.text(of: .company(CompanyID(5), campaign: 0)))
            try await stranger.agree(words)
            try await stranger.say(words.offers)
            try await stranger.sees(words.nothing)
            // Typed words bring new messages, and only the latest keeps its buttons.
            try await stranger.say(words.menu)
            try await stranger.say(words.points)
            try await stranger.sees(words.balance)
            try await stranger.seesOneKeyboard()
            // A contact is heard wherever the talk was.
            try await stranger.shareContact(["user_id": 42, "phone_number": "79990000000", "first_name": "Ева"])
            try await stranger.sees(words.foreign)

            // A client of the bank shares the phone that the bank sent with the card.
            let elena = try #require(town.world.people.first { $0.phone != nil })
            let client = try await Talker.arrive(http, address, name: "Елена", language: words.tag, phone: elena.phone?.filter(\.isNumber))
            try await client.start(town.live.keyring.text(of: .company(elena.company, campaign: 0)))
            try await client.agree(words)
            try await client.press(words.menu)
            try await client.press(words.link, waiting: true)
            try await client.sees(words.askPhone)
            try await client.shareContact(["user_id": 42, "phone_number": "79990000000", "first_name": "Ева"])
            try await client.sees(words.foreign)
            try await client.shareContact()
            try await client.press(words.itIsMe, waiting: true)
            try await client.sees(words.linked)

            // The buyer of a car comes by a personal link; the pipeline has a lead; the offer carries its marking.
            let buyer = try #require(town.world.people.first { if case .personalLink = $0.entry { true } else { false } })
            let payload = try await town.payload(of: buyer)
            let customer = try await Talker.arrive(http, address, name: "Михаил", language: words.tag)
            try await customer.start(payload)
            try await customer.agree(words)
            try await customer.say(words.offers)
            let card = try await customer.sees("erid")
            #expect(card.text.contains(words.tag == "ru" ? "Реклама." : "Advertisement."))
            let lead = try #require(
                card.buttons.joined().lazy.compactMap { $0.data.split(separator: ".").last.flatMap { LeadID(hex: String($0)) } }.first)
            try await customer.press(words.why)
            try await customer.sees("•")
            // An answer typed from another talk is about the offer that came last; "not now" leaves it open.
            try await customer.say(words.tag == "ru" ? "Настройки" : "Settings")
            try await customer.say(words.later)
            try await customer.sees(words.laterNoted)
            let back = try await customer.chat().messages
            try await customer.forge("x.oi.\(lead.hex)", on: try #require(back.last).id)
            try await customer.sees(words.tag == "ru" ? "Спасибо" : "Thank you")
            // A stale button of the same card: the first answer stands.
            try await customer.forge("x.od.\(lead.hex)", on: try #require(back.last).id)
            try await customer.sees(words.already)
            // Somebody else's forged button shows nothing of it.
            try await stranger.forge("x.os.\(lead.hex)", on: try #require(try await stranger.chat().messages.last).id)
            try await stranger.sees(words.tag == "ru" ? "больше не действует" : "no longer available")
            // The personal link works once.
            let thief = try await Talker.arrive(http, address, name: "Лев", language: words.tag)
            try await thief.start(payload)
            try await thief.agree(words)
            try await thief.sees(words.tag == "ru" ? "уже использована" : "already been used")
            return (lead, customer)
        }

        let won = try await town.live.database.write { [ids = town.live.ids] in
            try LeadService().won(offer.0, amount: Money(kopecks: 12_000_000), by: "test", at: Desk.now, ids: ids, in: $0)
        }
        #expect(won.happened == .now)

        // The process starts again on the same files: the chat goes on, and the points are there with their reason.
        try await town.open { http, address in
            let customer = Talker(http: http, address: address, id: offer.1.id)
            try await customer.say(words.points)
            let said = try await customer.sees(words.balance)
            guard case .posted(let earning, _)? = won.points else {
                Issue.record("no points were posted: \(String(describing: won.points))")
                return
            }
            #expect(said.text.filter(\.isNumber).contains("\(earning.points.count)"))
        }
        let verdict = try await town.live.database.read { try LedgerStore().verify(in: $0) }
        #expect(verdict.isSound)
        try await town.close()
    }
}

extension Talker {
    /// Through the three consents: one partner, ads allowed.
    fileprivate func agree(_ words: Words) async throws {
        try await press(words.agree, waiting: true)
        try await press("EXPOCAR", waiting: true)
        try await press(words.done, waiting: true)
        try await press(words.sendOffers, waiting: true)
        try await sees(words.tag == "ru" ? "Спасибо!" : "Thank you!")
    }

    /// Waits for the button first.
    fileprivate func press(_ word: String, waiting: Bool) async throws {
        var seen = try await chat()
        let end = ContinuousClock.now + Self.patience
        while !seen.messages.contains(where: { $0.buttons.joined().contains { $0.word.contains(word) } }), ContinuousClock.now < end {
            seen = try await chat(after: seen.revision, wait: 2)
        }
        try await press(word)
    }
}

/// A demo world in files of its own, with a Telegram: opened and closed like a process.
final class Town: Sendable {
    let live: Live
    let world: DemoWorld
    private let desk: Desk

    init(_ desk: Desk, isTrained: Bool = true) async throws {
        self.desk = desk
        live = try await desk.live()
        let stage = DemoStage(live: live, shell: desk.shell())
        world = try await stage.world(seed: 1)
        if isTrained { try await stage.train() }
    }

    func payload(of person: DemoPerson) async throws -> String { try await DemoStage(live: live, shell: desk.shell()).payload(of: person) }

    func close() async throws { try await live.database.close() }

    /// Runs every role and the emulator while the body talks.
    func open<Value: Sendable>(_ body: @escaping @Sendable (HTTPClient, String) async throws -> Value) async throws -> Value {
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let settings = EmulatedTelegram.Configuration(storePath: desk.folder + "/telegram.db", limits: nil)
        let emulator = EmulatedTelegram(configuration: settings, clock: live.clock, ids: live.ids, logger: quiet)
        let (bots, talks) = (HTTPClient(), HTTPClient())
        let token = try #require(BotToken(settings.token))
        let wiring = Wiring(live: live, shell: desk.shell())
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await emulator.run() }
            let address = try await emulator.address
            let bot = wiring.bot(wiring.telegram(token: token, at: address, http: bots), patience: 5)
            let services = ServiceGroup(
                configuration: ServiceGroupConfiguration(
                    services: (wiring.worker + bot.services).map {
                        .init(service: $0, successTerminationBehavior: .gracefullyShutdownGroup)
                    },
                    logger: quiet))
            group.addTask { try await services.run() }
            do {
                let value = try await body(talks, address)
                await services.triggerGracefulShutdown()
                try await group.next()
                group.cancelAll()
                await bots.shutdown()
                await talks.shutdown()
                return value
            } catch {
                group.cancelAll()
                await bots.shutdown()
                await talks.shutdown()
                throw error
            }
        }
    }
}
