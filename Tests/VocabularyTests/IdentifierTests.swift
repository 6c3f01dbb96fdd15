import Testing
import Vocabulary

@Suite struct IdentifierTests {
    @Test(arguments: [UInt64(0), 1, 42, .max]) func anIDSurvivesBytesAndHex(_ value: UInt64) throws {
        let id = ClientID(high: value, low: ~value)
        #expect(ClientID(bytes: id.bytes) == id)
        #expect(ClientID(hex: id.hex) == id)
        #expect(id.hex.count == 32)
    }

    @Test(arguments: ["", "0", "+0000000000000000000000000000001", "zz000000000000000000000000000000", String(repeating: "0", count: 33)])
    func whatIsNotThirtyTwoHexDigitsIsRefused(_ text: String) {
        #expect(ClientID(hex: text) == nil)
    }

    @Test func aSeededSourceRepeats() {
        func ids() -> [ClientID] {
            var generator = SeededGenerator(seed: 7)
            return (0..<4).map { _ in ClientID(high: generator.next(), low: generator.next()) }
        }
        #expect(ids() == ids())
        #expect(Set(ids()).count == 4)
    }

    @Test(arguments: zip(["ru", "en-GB", "be", "de", nil], [Language.russian, .english, .russian, .english, .russian]))
    func theLanguageComesFromTelegramsTag(_ tag: String?, _ language: Language) {
        #expect(Language(tag: tag) == language)
    }
}
