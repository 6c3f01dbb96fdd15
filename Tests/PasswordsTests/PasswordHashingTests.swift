import Passwords
import Testing

private let cheap = PasswordHashing(cost: .init(kibibytes: 64, passes: 1))
private let salt = [UInt8](0..<16)

@Test func aHashMatchesItsPasswordAndNoOther() async throws {
    let hash = try await cheap.hash("верный пароль", salt: salt)
    #expect(hash.hasPrefix("$argon2id$v=19$m=64,t=1,p=1$"))
    #expect(await cheap.matches("верный пароль", hash: hash))
    #expect(await !cheap.matches("верный парол", hash: hash))
    #expect(await !cheap.matches("", hash: hash))
}

@Test func aCostThatWasRaisedLaterStillReadsOldHashes() async throws {
    let hash = try await cheap.hash("password", salt: salt)
    #expect(await PasswordHashing(cost: .init(kibibytes: 128, passes: 2)).matches("password", hash: hash))
}

@Test(arguments: ["", "$argon2id$", "password", "$argon2id$v=19$m=64,t=1,p=1$AAAA"])
func whatIsNoHashMatchesNothing(hash: String) async {
    #expect(await !cheap.matches("password", hash: hash))
}

/// RFC 9106's reference library, `echo -n password | argon2 somesaltsomesalt -id -t 2 -k 19456 -p 1 -e`, agrees with itself over versions.
@Test func theStandardCostIsWhatIsRecommended() async throws {
    let hash = try await PasswordHashing().hash("password", salt: Array("somesaltsomesalt".utf8))
    #expect(hash.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$"))
}
