import Conversations
import CustomerDialogs
import Localization
import Testing
import Vocabulary

@Suite struct OffersDialogTests {
    @Test func noTitleStandsInTheListWithoutItsMarking() {
        let entries = (1...2).map { number in
            OffersDialog.Entry(
                lead: LeadID(high: 1, low: UInt64(number)), title: "Offer \(number)", marking: [Message(key: "marking \(number)")])
        }
        let screen = Screen(OffersDialog.turn(at: .list(entries)), at: .list(entries))
        for entry in entries {
            let paragraph = screen.paragraphs.first { $0.contains(CustomerDialogsMessages.offerTitle(title: entry.title)) }
            #expect(paragraph.map { Array($0.dropFirst()) } == entry.marking)
        }
        #expect(screen.buttons.count == entries.count + 1)
    }
}
