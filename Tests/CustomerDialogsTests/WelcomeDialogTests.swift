import Conversations
import CustomerDialogs
import Localization
import Testing
import Vocabulary

@Suite struct WelcomeDialogTests {
    typealias Welcome = Talk<WelcomeDialog>

    static let by = Operator(name: "ООО «Пример»", inn: "0000000000", address: "Примерск", mostAds: 2, days: 7)
    static let partners = [
        WelcomeDialog.Partner(id: CompanyID(1), name: "Банк"), WelcomeDialog.Partner(id: CompanyID(2), name: "Отель"),
    ]

    /// A desk that only remembers what it was asked.
    final class Notes {
        var asked: [WelcomeDialog.Request] = []
        var operatorName = WelcomeDialogTests.by.name

        func perform(_ request: WelcomeDialog.Request) -> WelcomeDialog.Fact? {
            asked.append(request)
            switch request {
            case .readOperator:
                let by = Operator(name: operatorName, inn: "0000000000", address: "Примерск", mostAds: 2, days: 7)
                return .isOperated(by, company: "Отель")
            case .readPartners: return .partners(WelcomeDialogTests.partners)
            case .redeem: return .linked(.done)
            default: return .done
            }
        }

        var recorded: [String] {
            asked.compactMap {
                if case .record(let words, let company, let given) = $0 { "\(words.kind) \(company?.rawValue ?? 0) \(given)" } else { nil }
            }
        }
    }

    func press(_ index: Int, _ talk: inout Welcome, _ notes: Notes) throws -> Welcome.Outcome {
        guard
            case .step(let tag, let key)? = Screen.Press(
                data: Screen(WelcomeDialog.turn(at: talk.step), at: talk.step).buttons.joined().map(\.data)[index])
        else { throw CancellationError() }
        return try talk.hear(.press(tag: tag, key: key), perform: notes.perform)
    }

    @Test func nothingIsTickedAndEachPartnerIsAskedByName() throws {
        let notes = Notes()
        var (talk, _) = try Welcome.open(at: .hello(.init(company: CompanyID(2))), perform: notes.perform)
        _ = try press(0, &talk, notes)
        guard case .transfer(_, _, let partners, let chosen) = talk.step else { Issue.record("\(talk.step)"); return }
        #expect(partners == Self.partners && chosen.isEmpty)
        _ = try press(1, &talk, notes)
        _ = try press(0, &talk, notes)
        _ = try press(0, &talk, notes)
        _ = try press(2, &talk, notes)
        _ = try press(1, &talk, notes)
        #expect(notes.recorded == ["processing 0 true", "transfer 1 false", "transfer 2 true", "advertising 0 false"])
    }

    @Test func plainWordsAreHeardToo() throws {
        let notes = Notes()
        var (talk, _) = try Welcome.open(perform: notes.perform)
        for word in [
            CustomerDialogsMessages.wordYes, CustomerDialogsMessages.consentPartnerOff(name: "Банк"),
            CustomerDialogsMessages.consentPartnerOff(name: "Отель"), CustomerDialogsMessages.consentPartnerOff(name: "Банк"),
            CustomerDialogsMessages.wordDone, CustomerDialogsMessages.wordNo,
        ] {
            _ = try talk.hear(.text("typed") { $0 == word }, perform: notes.perform)
        }
        #expect(notes.recorded == ["processing 0 true", "transfer 1 false", "transfer 2 true", "advertising 0 false"])
    }

    @Test func aRefusalIsKindAndKeepsNothing() throws {
        let notes = Notes()
        var (talk, _) = try Welcome.open(perform: notes.perform)
        guard case .says(let screen) = try press(1, &talk, notes) else { Issue.record("silence"); return }
        #expect(screen.paragraphs == [[CustomerDialogsMessages.refusedText]])
        #expect(notes.asked.last == .refuse)
        #expect(notes.recorded.isEmpty)
    }

    @Test func aPersonalLinkIsUsedOnlyAfterTheConsents() throws {
        let notes = Notes()
        var (talk, _) = try Welcome.open(at: .hello(.init(token: [1, 2, 3])), perform: notes.perform)
        _ = try press(0, &talk, notes)
        #expect(!notes.asked.contains(.redeem([1, 2, 3])))
        _ = try press(2, &talk, notes)
        _ = try press(0, &talk, notes)
        #expect(notes.asked.last == .redeem([1, 2, 3]))
        #expect(talk.step == .linked(.done))
    }

    @Test func withoutAnOperatorNobodyIsAsked() throws {
        let notes = Notes()
        notes.operatorName = ""
        let (talk, _) = try Welcome.open(perform: notes.perform)
        #expect(talk.step == .closed)
    }

    @Test func whatIsShownIsWhatIsKept() throws {
        let words = ConsentWords.processing(Self.by)
        let turn = WelcomeDialog.turn(at: .processing(.init(), Self.by, company: nil))
        #expect(turn.says.joined().contains(words.message))
    }
}
