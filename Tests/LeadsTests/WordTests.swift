import Leads
import Testing
import Vocabulary

@Suite struct WordTests {
    @Test(
        arguments: [
            (1_234_49, 1_234_00), (1_234_50, 1_235_00), (99, 100), (49, 0), (0, 0), (-49, 0), (-50, -100), (-1_234_51, -1_235_00),
            (Int64.max, Int64.max / 100 * 100), (Int64.min, Int64.min / 100 * 100),
        ] as [(Int64, Int64)])
    func expectationsAreToldInWholeRoubles(kopecks: Int64, told: Int64) {
        #expect(Money(kopecks: kopecks).inWholeRoubles == Money(kopecks: told))
    }
}
