import Conversations
import CustomerDialogs
import Foundation
import Localization
import Testing
import Vocabulary

@testable import CustomerBot

@Suite struct SendingTests {
    @Test func aBurstPassesAndThenThePaceHolds() {
        var buckets = TokenBuckets(SendingRate(overall: 30, perChat: 1))
        let now = Instant(seconds: 1000)
        #expect((0..<3).map { _ in buckets.take(chat: 1, at: now).milliseconds } == [0, 0, 0])
        #expect(buckets.take(chat: 1, at: now) == .seconds(1))
        #expect(buckets.take(chat: 1, at: now) == .seconds(2))
        #expect(buckets.take(chat: 2, at: now) == .milliseconds(0))
        #expect(buckets.take(chat: 1, at: now + .seconds(10)) == .milliseconds(0))
    }

    @Test func allChatsTogetherKeepThePaceToo() {
        var buckets = TokenBuckets(SendingRate(overall: 30, perChat: 1))
        let now = Instant(seconds: 1000)
        let waits = (0..<60).map { buckets.take(chat: Int64($0), at: now).milliseconds }
        #expect(waits.prefix(30).allSatisfy { $0 == 0 })
        #expect(waits[59] == 1000)
    }

    @Test func tidyingTakesOnlyWhatAnswersLeave() {
        var buckets = TokenBuckets(SendingRate(overall: 30, perChat: 1))
        let now = Instant(seconds: 1000)
        let tidied = (0..<3).map { _ in buckets.takeSpare(chat: 1, at: now) }
        #expect(tidied == [true, true, false])
        let answer = buckets.take(chat: 1, at: now)
        #expect(answer == .milliseconds(0))
        let later = [1, 2].map { buckets.takeSpare(chat: 1, at: now + .seconds($0)) }
        #expect(later == [false, true])
    }

    @Test func theRateIsReadOrRefused() {
        #expect(SendingRate.parse("off") == .some(nil))
        #expect(SendingRate.parse("30, 1") == .some(.telegram))
        for text in ["", "30", "30,", "a,b", "0,1", "30,1,2", "-1,1"] { #expect(SendingRate.parse(text) == nil) }
    }

    static let catalogue: Result<Localization.Catalogue, any Error> = Result {
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .path
        return try Localization.Catalogue(folder: package + "/locales") { _ in }
    }

    @Test func whatPeopleSendIsEscapedAndLongTextsEndAtAParagraph() throws {
        let renderer = Renderer(try Self.catalogue.get())
        let hostile = Screen(paragraphs: [[CustomerDialogsMessages.helloCompany(company: "<b>&\"")]])
        let html = renderer.html(hostile, note: nil, .english)
        #expect(html.contains("&lt;b&gt;&amp;"))
        let long = Screen(paragraphs: (0..<20).map { _ in [CustomerDialogsMessages.offerBody(text: String(repeating: "ы<", count: 300))] })
        #expect(renderer.html(long, note: nil, .russian).utf16.count <= 4096)
        let one = Screen(paragraphs: [[CustomerDialogsMessages.offerBody(text: String(repeating: "&", count: 9000))]])
        let cut = renderer.html(one, note: nil, .russian)
        #expect(cut.utf16.count <= 4096 && cut.hasSuffix("…"))
    }

    @Test func aWordIsHeardInAnyLanguageAndCase() throws {
        let renderer = Renderer(try Self.catalogue.get())
        for typed in ["предложения", "ПРЕДЛОЖЕНИЯ!", "offers", " Offers "] {
            #expect(renderer.isWord(typed, CustomerDialogsMessages.wordOffers))
        }
        for typed in ["", "!", "offer", "предложение"] { #expect(!renderer.isWord(typed, CustomerDialogsMessages.wordOffers)) }
    }
}
