import CustomerBot
import Database
import Localization
import Offers
import Vocabulary

/// How the bot shows the offer that is saved, in each language; or what is missing for that.
struct OfferSamplePart: Sendable {
    private let say: Speaker
    private let previews: [OfferPost.Preview]
    private let gaps: [Message]

    init(_ service: ServiceID, _ say: Speaker, _ offers: OfferPost, in transaction: Transaction) throws(OfferError) {
        self.say = say
        do throws(OfferError) {
            var previews: [OfferPost.Preview] = []
            for language in [Language.russian, .english] {
                previews.append(try offers.sample(of: service, in: language, transaction: transaction))
            }
            (self.previews, gaps) = (previews, [])
        } catch {
            previews = []
            gaps =
                switch error {
                case .noText, .noTerms: [ConsoleMessages.readyNoText]
                case .marking(let missing): missing.map(\.words)
                case .closed: [ConsoleMessages.readyOver]
                default: throw error
                }
        }
    }

    var html: HTML {
        "<section class=\"card\" id=\"sample\"><h2>\(say(ConsoleMessages.sampleTitle))</h2>\(previews.isEmpty ? missing : shown)</section>"
    }

    private var shown: HTML {
        let chats: [HTML] = previews.map { preview in
            let title = preview.language == .russian ? ConsoleMessages.creativeRussian : ConsoleMessages.creativeEnglish
            return "<div><h3>\(say(title))</h3>\(preview.chat(say))</div>"
        }
        return "<p class=\"muted\">\(say(ConsoleMessages.sampleText))</p><div class=\"offer-preview\">\(chats)</div>"
    }

    private var missing: HTML {
        let items: [HTML] = gaps.map { "<li>\(say($0))</li>" }
        return "<p>\(say(ConsoleMessages.sampleMissing))</p><ul>\(items)</ul>"
    }
}
