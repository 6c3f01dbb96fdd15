import Clients
import Testing

@Suite struct PhoneNumberTests {
    @Test(arguments: [
        "89001234567", "8 900 123-45-67", "8(900)1234567", "+7 (900) 123-45-67", "79001234567", "9001234567", "0079001234567",
        "+7\u{A0}900\u{A0}1234567",
    ])
    func aRussianNumberIsOneHoweverItIsWritten(_ text: String) {
        #expect(PhoneNumber(text)?.e164 == "+79001234567")
    }

    @Test(arguments: ["+84901234567": "+84901234567", "380441234567": "+380441234567", "+12025550123": "+12025550123"])
    func otherCountriesKeepTheirCodes(_ text: String, _ number: String) {
        #expect(PhoneNumber(text)?.e164 == number)
    }

    @Test func aContactsNumberIsInternationalEvenWithoutItsPlus() {
        #expect(PhoneNumber(international: "84901234567")?.e164 == "+84901234567")
        #expect(PhoneNumber(international: "79001234567") == PhoneNumber("8 900 123 45 67"))
    }

    @Test(arguments: [
        "", "+", "123", "4951234567", "+7900123456", "+790012345678", "900 123 45 67 доб. 2", "+0123456789", "1234567890123456",
        "70000000000", "8-800",
    ])
    func whatIsNoNumberIsRefused(_ text: String) {
        #expect(PhoneNumber(text) == nil)
    }

    @Test func itHidesItselfFromLogs() throws {
        let number = try #require(PhoneNumber("89001234567"))
        #expect(!"\(number) \(String(reflecting: number)) \([number])".contains("900"))
        var dumped = ""
        dump(number, to: &dumped)
        #expect(!dumped.contains("900"))
    }
}
