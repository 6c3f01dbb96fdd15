/// Words broken into lines that fit a box, without a layout engine: widths are those of Arial and its look-alikes (Liberation Sans, Nimbus Sans), which the
/// templates ask for; another font of usual width keeps within the margin that is left.
struct TextFitting {
    let lines: [String]
    /// The size of the type, in the units of the box.
    let size: Double

    /// From line to line, in sizes.
    static let leading = 1.22

    /// Takes the largest size between `largest` and `smallest` at which the text fits into `most` lines of `width`, together no higher than `height`. What does not
    /// fit even then ends with "…".
    init(_ text: String, width: Double, height: Double, largest: Double, smallest: Double, most: Int, isBold: Bool) {
        let words = Self.words(text)
        var size = largest
        while true {
            let room = width / size / (isBold ? 1.1 : 1.02)
            let wrapped = Self.wrap(words, room)
            let most = max(1, min(most, Int(height / (size * Self.leading))))
            if wrapped.count <= most, !Self.breaksWords(words, room) || size <= smallest {
                lines = Self.balanced(words, room, count: wrapped.count)
                break
            }
            if size <= smallest {
                lines = Self.cut(wrapped, most, room)
                break
            }
            size = max(smallest, size - largest / 40)
        }
        self.size = size
    }

    /// Short words (prepositions, conjunctions) stay with the word behind them and a dash with the one before it, as Russian setting asks.
    private static func words(_ text: String) -> [String] {
        var words: [String] = []
        var held = ""
        for part in text.split(whereSeparator: { $0 == " " || $0.isNewline || $0 == "\t" }) {
            if part == "—" || part == "–", held.isEmpty, let last = words.popLast() {
                words.append(last + "\u{A0}" + part)
                continue
            }
            held += (held.isEmpty ? "" : "\u{A0}") + part
            if part.count <= 2, part.allSatisfy(\.isLetter) { continue }
            words.append(held)
            held = ""
        }
        return held.isEmpty ? words : words + [held]
    }

    private static func breaksWords(_ words: [String], _ room: Double) -> Bool { words.contains { width($0) > room } }

    /// Fills line after line. A word wider than a line is broken anywhere: a link, or a name without spaces.
    private static func wrap(_ words: [String], _ room: Double) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in words {
            let longer = line.isEmpty ? word : line + " " + word
            if width(longer) <= room {
                line = longer
                continue
            }
            if !line.isEmpty { lines.append(line) }
            line = ""
            for sign in word {
                if !line.isEmpty, width(line + String(sign)) > room {
                    lines.append(line)
                    line = ""
                }
                line.append(sign)
            }
        }
        return line.isEmpty ? lines : lines + [line]
    }

    /// The narrowest lines of the same number: two lines of like length look calmer than a full one and a stray word.
    private static func balanced(_ words: [String], _ room: Double, count: Int) -> [String] {
        var best = wrap(words, room)
        var narrow = room
        while narrow > room * 0.4 {
            narrow -= room / 50
            let lines = wrap(words, narrow)
            guard lines.count == count, !breaksWords(words, narrow) else { break }
            best = lines
        }
        return best
    }

    private static func cut(_ lines: [String], _ most: Int, _ room: Double) -> [String] {
        var kept = Array(lines.prefix(max(1, most)))
        guard var last = kept.popLast() else { return [] }
        while !last.isEmpty, width(last + "…") > room { last.removeLast() }
        return kept + [last + "…"]
    }

    /// In ems.
    static func width(_ text: String) -> Double { text.unicodeScalars.reduce(0) { $0 + (widths[$1] ?? 0.6) } }

    /// Advance widths of Liberation Sans, rounded up to groups. Unknown letters count as 0.6.
    private static let widths: [UnicodeScalar: Double] = {
        let groups: [(Double, String)] = [
            (0.28, " \u{A0}ijlIft.,:;!/'’|"), (0.36, "r()-\"г"), (0.5, "Jcksvxyzсухкзтэч"),
            (0.56, "Labdeghnopqu0123456789?_авеийорёпяьбцГ«»–"),
            (0.6, "=+КдлЗFTZТ"), (0.67, "ъУ₽БЛЬABEKPSVXY&АВЕРХЧжЁ"), (0.72, "ДмCDHNRUwИЙНПСЭЯы"), (0.78, "ЦюФGOQО"), (0.84, "ЪшфщMmМ"),
            (0.95, "%ЫЖШWЩ"), (1.07, "—…Ю@№"),
        ]
        return Dictionary(groups.flatMap { width, letters in letters.unicodeScalars.map { ($0, width) } }) { first, _ in first }
    }()
}
