import Consents
import CustomerDialogs
import Database
import Group
import Vocabulary

/// The words that the bot shows before it asks for a consent: what the demo's customers of the last weeks agreed to.
struct DemoConsents: Sendable {
    let live: Live

    /// To processing and to ads, in both languages.
    func texts() async throws -> [ConsentText] {
        let (by, companies) = try await live.database.read { transaction in
            let settings = SettingStore()
            let by = Operator(
                name: try settings.value(Settings.operatorName, in: transaction),
                inn: try settings.value(Settings.operatorINN, in: transaction),
                address: try settings.value(Settings.operatorAddress, in: transaction),
                mostAds: try settings.value(Settings.contactCap, in: transaction),
                days: try settings.value(Settings.contactCapDays, in: transaction))
            return (by, try CompanyStore().all(in: transaction))
        }
        return Language.allCases.flatMap { language in
            let partners = companies.map { $0.name(in: language) }.joined(separator: ", ")
            return [ConsentWords.processing(by), .advertising(by, partners: partners)].map { words in
                ConsentText(kind: words.kind, language: language, text: live.text(words.message, language))
            }
        }
    }
}
