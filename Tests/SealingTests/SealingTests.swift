import Sealing
import Testing
import Vocabulary

@Suite struct SealingTests {
    let keyring: Keyring
    let other: Keyring

    init() throws {
        keyring = Keyring(root: try RootSecret(base64: String(repeating: "AAAA", count: 12)))
        other = Keyring(root: try RootSecret(base64: RootSecret.generate()))
    }

    @Test func theRootSecretIsCheckedAndNeverShown() throws {
        #expect(throws: SealingError.secret("it is not base64")) { try RootSecret(base64: "not base64!") }
        #expect(throws: SealingError.secret("it has 3 bytes; at least 32 are needed")) { try RootSecret(base64: "AAAA") }
        let secret = RootSecret.generate()
        let root = try RootSecret(base64: secret + "\n")
        #expect("\(root) \(String(reflecting: root)) \(Keyring(root: root))".contains("hidden"))
        var dumped = ""
        dump(Keyring(root: root), to: &dumped)
        #expect(!dumped.contains("bytes"))
    }

    @Test func whatWasSealedOpensOnlyInItsPlace() throws {
        let sealed = keyring.seal(Array("добрый день".utf8), in: .inbox)
        #expect(try keyring.open(sealed, in: .inbox) == Array("добрый день".utf8))
        #expect(keyring.seal(Array("добрый день".utf8), in: .inbox) != sealed)
        #expect(throws: SealingError.cannotOpen) { try keyring.open(sealed, in: .outbox) }
        #expect(throws: SealingError.cannotOpen) { try other.open(sealed, in: .inbox) }
        #expect(throws: SealingError.cannotOpen) { try keyring.open([1, 2, 3], in: .inbox) }
        for index in sealed.indices {
            var broken = sealed
            broken[index] ^= 1
            #expect(throws: SealingError.cannotOpen) { try keyring.open(broken, in: .inbox) }
        }
    }

    @Test func aDataKeyBelongsToOneCustomer() throws {
        let (anna, boris) = (CustomerID(high: 1, low: 2), CustomerID(high: 1, low: 3))
        let wrapped = keyring.newDataKey(for: anna)
        let sealed = try keyring.dataKey(wrapped, for: anna).seal("слова", for: "answer.text")
        #expect(try keyring.dataKey(wrapped, for: anna).open(sealed, for: "answer.text") == "слова")
        #expect(throws: SealingError.cannotOpen) { try keyring.dataKey(wrapped, for: anna).open(sealed, for: "other.text") }
        #expect(throws: SealingError.cannotOpen) { _ = try keyring.dataKey(wrapped, for: boris) }
    }

    @Test func pseudonymsOfTwoCompaniesCannotBeJoined() {
        let parts = ["7701", "432345"]
        #expect(keyring.clientReference(company: CompanyID(1), parts) == keyring.clientReference(company: CompanyID(1), parts))
        #expect(keyring.clientReference(company: CompanyID(1), parts) != keyring.clientReference(company: CompanyID(2), parts))
        #expect(
            keyring.clientReference(company: CompanyID(1), ["ab", "c"]) != keyring.clientReference(company: CompanyID(1), ["a", "bc"]))
        #expect(keyring.clientReference(company: CompanyID(1), parts).count == 32)
        #expect(keyring.phoneHash("+79260000000").hash != other.phoneHash("+79260000000").hash)
    }

    static let payloads: [StartPayload] = [
        .company(CompanyID(1), campaign: 0), .company(CompanyID(65535), campaign: .max), .personal(token: Array(0..<16)),
        .referral(CustomerID(high: .max, low: 1)),
    ]

    @Test(arguments: payloads) func aPayloadFitsTelegramAndComesBack(_ payload: StartPayload) {
        let text = keyring.text(of: payload)
        #expect(text.count <= 64)
        #expect(text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") })
        #expect(keyring.payload(from: text) == payload)
        #expect(other.payload(from: text) == nil)
    }

    @Test(arguments: payloads) func aChangedPayloadIsRefused(_ payload: StartPayload) {
        let text = Array(keyring.text(of: payload))
        for index in text.indices {
            for replacement in ["A", "z", "_", "0"] where String(text[index]) != replacement {
                var broken = text
                broken[index] = Character(replacement)
                #expect(keyring.payload(from: String(broken)) == nil)
            }
        }
    }

    @Test(arguments: ["", "c_", "c_A", "x_AAAAAAAAAAAAAAAAAAA", "привет", String(repeating: "A", count: 65)]) func whatIsNoPayloadIsRefused(
        _ text: String
    ) {
        #expect(keyring.payload(from: text) == nil)
    }
}
