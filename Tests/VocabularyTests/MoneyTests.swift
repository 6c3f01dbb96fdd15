import Testing
import Vocabulary

@Suite struct MoneyTests {
    @Test(
        arguments: [
            ("120000", 12_000_000), ("120 000,50", 12_000_050), ("99.5", 9950), ("120,000", 12_000_000), ("3,819.47", 381_947),
            ("1,200,000", 120_000_000), ("3 819,47 ₽", 381_947), ("₽3,819.47", 381_947), ("12,5", 1250), ("0,01", 1),
            ("99\u{A0}999", 9_999_900),
        ] as [(String, Int64)]) func amountsAreReadAsPeopleTypeThem(_ text: String, _ kopecks: Int64)
    {
        #expect(Money(typed: text, hasCommaGroups: true) == Money(kopecks: kopecks))
        #expect(Money(typed: Money(kopecks: kopecks).typed) == Money(kopecks: kopecks), "and as they are shown for typing")
    }

    @Test(arguments: ["", "0", "-5", "1e9", "12,345,6", "1,23,456", "1.234.567", "12,3456", "₽", "<b>x", "много", "1.2,3", "100000000000"])
    func whatIsNoAmountIsNone(_ text: String) { #expect(Money(typed: text, hasCommaGroups: true) == nil) }

    /// Where nobody looks once more, a comma before three digits may be a slip.
    @Test(arguments: ["1,234", "120,000", "1,200,000.5"]) func commasBetweenGroupsHaveToBeAllowed(_ text: String) {
        #expect(Money(typed: text) == nil)
    }
}
