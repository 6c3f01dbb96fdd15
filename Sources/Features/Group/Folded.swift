import Foundation

/// Text as it is compared: canonical letters, lower case (Cyrillic too), ё as е, and one space for whatever is neither letter nor digit.
///
/// «- Страхование  КАСКО», «страхование каско» and «Страхование "КАСКО"» fold alike. Made for names that people type; never shown.
public struct Folded: Hashable, Sendable {
    public let text: String

    public init(_ original: String) {
        var words: [String] = []
        var word = ""
        for scalar in original.precomposedStringWithCanonicalMapping.lowercased().unicodeScalars {
            if scalar == "ё" {
                word.unicodeScalars.append("е")
            } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                word.unicodeScalars.append(scalar)
            } else if !word.isEmpty {
                words.append(word)
                word = ""
            }
        }
        if !word.isEmpty { words.append(word) }
        text = words.joined(separator: " ")
    }

    public var isEmpty: Bool { text.isEmpty }
}
