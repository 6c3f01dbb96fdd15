import Conversations
import CustomerDialogs
import Testing
import Vocabulary

@Suite struct DestinationTests {
    static let all: [Destination] =
        [
            .home, .offers, .points, .settings, .language, .consents, .partners, .consentTexts, .myData, .erase, .link, .about, .person,
            .stopAds, .start,
        ]
        + OfferMove.allCases.map { .offer(LeadID(high: .max, low: 7), $0) }

    @Test(arguments: all) func aPlaceFitsIntoAButtonAndComesBack(_ destination: Destination) {
        #expect(Destination(code: destination.code) == destination)
        #expect("x.\(destination.code)".utf8.count <= 64)
        #expect(destination.code.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == ".") })
    }

    @Test func noTwoPlacesShareACode() { #expect(Set(Self.all.map(\.code)).count == Self.all.count) }

    @Test(arguments: [
        "", "nowhere", "oi", "oi.", "oi.123", "oz.\(LeadID(high: 1, low: 2).hex)", "o.\(LeadID(high: 1, low: 2).hex)",
        "oi.\(LeadID(high: 1, low: 2).hex).x",
    ])
    func aForgedPlaceLeadsNowhere(_ code: String) { #expect(Destination(code: code) == nil) }

    @Test func commandsAreWhatTelegramTakes() {
        for (command, _) in Destination.commands {
            #expect((1...32).contains(command.count))
            #expect(command.allSatisfy { $0.isLowercase && $0.isASCII })
        }
        #expect(Set(Destination.commands.map(\.command)).count == Destination.commands.count)
    }
}
