import Consents
import Conversations
import CustomerDialogs
import Database
import Foundation
import Jobs
import Localization
import Sealing
import Vocabulary

/// Applies one update: loads the talk, lets the concierge answer, saves the talk and the message, all in the update's transaction.
struct Reception: Sendable {
    let front: FrontDesk
    let renderer: Renderer

    func apply(_ row: Inbox.Row, in transaction: Transaction) throws {
        guard let update = try? JSONDecoder().decode(InboundUpdate.self, from: Data(front.keyring.open(row.body, in: .inbox))) else {
            return
        }
        let customer = try CustomerStore().customer(chat: update.chat, in: transaction)
        switch update.content {
        case .blocking(let isBlocked):
            guard let customer else { return }
            try CustomerStore().setBlocked(isBlocked ? front.clock.now : nil, for: customer.id, in: transaction)
            if isBlocked { try Outbox().clear(lane: update.chat, at: front.clock.now, in: transaction) }
        case .event(let event):
            if let customer, customer.blockedAt != nil { try CustomerStore().setBlocked(nil, for: customer.id, in: transaction) }
            try answer(event, update, customer, transaction)
        }
    }

    /// Nothing more will be tried for this update: the person hears of it.
    func bury(_ row: Inbox.Row, in transaction: Transaction) throws {
        guard let customer = try CustomerStore().customer(chat: row.lane, in: transaction) else { return }
        let screen = Screen(
            paragraphs: [[CustomerDialogsMessages.trouble]],
            buttons: [[Screen.Button(label: CustomerDialogsMessages.wordHome, exit: Destination.home)]])
        try post(screen, note: nil, to: row.lane, customer: customer.id, customer.language, .send, transaction)
    }

    private func answer(_ event: CustomerEvent, _ update: InboundUpdate, _ customer: Customer?, _ transaction: Transaction) throws {
        let desk = front.open(
            chat: update.chat, customer: customer, languageTag: update.languageTag, pressedMessage: update.pressedMessage, in: transaction)
        let talks = TalkStore()
        let saved = try customer.map { try talks.load($0.id, key: $0.dataKey(front.keyring), in: transaction) }
        let concierge = Concierge(desk: desk) { [renderer] in renderer.isWord($0, $1) }
        let (state, reply) = try concierge.answer(event, in: saved?.state)

        let asksForContact = reply?.screen.asksForContact != nil
        let hadKeyboard = saved?.hasKeyboard ?? false
        if let now = desk.customer {
            let keepsKeyboard = reply == nil ? hadKeyboard : asksForContact
            try talks.save(
                state, hasKeyboard: keepsKeyboard, of: now.id, key: now.dataKey(front.keyring), at: front.clock.now, in: transaction)
        }
        guard let reply else { return }
        if hadKeyboard, !asksForContact {
            // Telegram takes a reply keyboard away only with a message of its own.
            let closing = Screen(paragraphs: [[CustomerDialogsMessages.keyboardClosed]])
            try post(
                closing, note: nil, to: update.chat, customer: desk.customer?.id, desk.language, .send, transaction,
                removesKeyboard: true)
        }
        let placement: OutgoingMessage.Placement =
            if let pressed = update.pressedMessage, !asksForContact { .edit(pressed) } else { .send }
        try post(reply.screen, note: reply.note, to: update.chat, customer: desk.customer?.id, desk.language, placement, transaction)
    }

    private func post(
        _ screen: Screen, note: Message?, to chat: Int64, customer: CustomerID?, _ language: Language,
        _ placement: OutgoingMessage.Placement,
        _ transaction: Transaction, removesKeyboard: Bool = false
    ) throws {
        let keyboard = removesKeyboard ? .removed : renderer.keyboard(screen, language)
        // A message with a reply keyboard cannot be edited later, so it is never the live one.
        var isLive = false
        if case .inline = keyboard { isLive = true }
        try front.post(
            OutgoingMessage(
                chat: chat, customer: customer, html: renderer.html(screen, note: note, language), keyboard: keyboard, placement: placement,
                becomesLive: isLive),
            in: transaction)
    }
}
