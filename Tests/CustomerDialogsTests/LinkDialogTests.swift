import Conversations
import CustomerDialogs
import Testing
import Vocabulary

@Suite struct LinkDialogTests {
    let mine = SharedContact(isOwn: true, phoneHash: [1])

    @Test func somebodyElsesContactIsRefusedAndOnesOwnIsHeardNext() throws {
        var asked: [LinkDialog.Request] = []
        func perform(_ request: LinkDialog.Request) -> LinkDialog.Fact? {
            asked.append(request)
            return .found([ClientID(high: 1, low: 1)])
        }
        var (talk, _) = try Talk<LinkDialog>.open(perform: perform)
        _ = try talk.hear(.contact(SharedContact(isOwn: false, phoneHash: [])), perform: perform)
        #expect(talk.step == .foreign && asked.isEmpty)
        _ = try talk.hear(.contact(mine), perform: perform)
        #expect(talk.step == .isItYou([ClientID(high: 1, low: 1)]))
        #expect(asked == [.find(mine)])
    }

    @Test func aMatchIsConnectedOnlyAfterTheQuestion() throws {
        var asked: [LinkDialog.Request] = []
        func perform(_ request: LinkDialog.Request) -> LinkDialog.Fact? {
            asked.append(request)
            return .found([])
        }
        var (talk, _) = try Talk<LinkDialog>.open(at: .search(mine), perform: perform)
        #expect(talk.step == .result(.notFound))
        #expect(asked == [.find(mine)])
        talk = Talk(step: .isItYou([ClientID(high: 1, low: 1)]))
        guard case .button(_, .go(let no)) = LinkDialog.turn(at: talk.step).hears[1] else { Issue.record("no second button"); return }
        #expect(no == .result(.notYours))
    }
}
