import DataFiles
import Foundation
import Testing

/// Files that are wrong: what is said, where, and that no value is told.
@Suite struct MalformedFileTests {
    let folder: Folder

    init() throws { folder = try Folder() }

    static let header = "user,item,value,timestamp,source,propensity\n"

    @Test(arguments: [
        ("u,1,2,5,,", "line 2, column value: expected 1, -1 or 0"),
        ("u,1,yes,5,,", "line 2, column value: expected 1, -1 or 0"),
        ("u,1,,5,,", "line 2, column value: expected 1, -1 or 0"),
        ("u,1,0.5,5,,", "line 2, column value: expected 1, -1 or 0"),
        (",1,1,5,,", "line 2, column user: must not be empty"),
        ("u,\"\",1,5,,", "line 2, column item: must not be empty"),
        ("u,1,1,,,", "line 2, column timestamp: expected seconds since 1970 (a number; milliseconds are too large)"),
        ("u,1,1,1700000000000,,", "line 2, column timestamp: expected seconds since 1970 (a number; milliseconds are too large)"),
        ("u,1,1,2023-01-01,,", "line 2, column timestamp: expected seconds since 1970 (a number; milliseconds are too large)"),
        ("u,1,1,nan,,", "line 2, column timestamp: expected seconds since 1970 (a number; milliseconds are too large)"),
        ("u,1,1,5,gift,", "line 2, column source: expected history or offer"),
        ("u,1,1,5,offer,0", "line 2, column propensity: expected a probability above 0 and at most 1, or nothing when it is unknown"),
        ("u,1,1,5,offer,1.01", "line 2, column propensity: expected a probability above 0 and at most 1, or nothing when it is unknown"),
        ("u,1,1,5,offer,inf", "line 2, column propensity: expected a probability above 0 and at most 1, or nothing when it is unknown"),
        ("u,1,1,5,", "line 2: 5 fields, where the header has 6"),
        ("u,1,1,5,,,", "line 2: 7 fields, where the header has 6"),
        ("\"u\"x,1,1,5,,", "line 2, column user: text behind a closing quote; double the quotes that belong to the text"),
        ("u\0,1,1,5,,", "line 2, column user: holds a NUL byte, which no text has"),
        ("u,1,1,5,,\n\"a\nb\",1,\"\n\",5,,", "line 4, column value: expected 1, -1 or 0"),
    ]) func rows(_ row: String, words: String) throws {
        #expect(says(try folder.load(Self.header + row + "\n")) == "i.csv, " + words)
    }

    @Test func wrongBytesAreNamedByTheirPlace() throws {
        for bytes: [UInt8] in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82], [0xF5, 0x80, 0x80, 0x80], [0xD0]] {
            let file = try folder.write(Array((Self.header + "a,1,1,5,,\nb,").utf8) + bytes + Array(",1,5,,\n".utf8), to: "i.csv")
            #expect(
                says(try DataSet(DataFilePaths(interactions: file)))
                    == "i.csv, line 3, column item: not valid UTF-8; save the file as CSV in UTF-8")
        }
    }

    @Test func aLongIdIsRefused() throws {
        let longest = String(repeating: "x", count: 1024)
        #expect(try folder.load(Self.header + "\(longest),1,1,5,,\n").users.texts == [longest])
        #expect(says(try folder.load(Self.header + "\(longest)x,1,1,5,,\n")) == "i.csv, line 2, column user: longer than 1024 bytes")
    }

    @Test func tenProblemsAreTold() throws {
        let nine = Self.header + String(repeating: "u,1,7,5,,\n", count: 9) + "u,1,1,5,,\n"
        let told = says(try folder.load(nine)).split(separator: "\n")
        #expect(told.count == 9 && told.last == "i.csv, line 10, column value: expected 1, -1 or 0")
        let many = says(try folder.load(Self.header + String(repeating: "u,1,7,5,,\n", count: 50))).split(separator: "\n")
        #expect(many.count == 11 && many.last == "i.csv: there may be more; reading stopped here")
    }

    @Test(arguments: [
        ("", "i.csv: the file is empty; expected a header row with the names of the columns"),
        ("\n\n", "i.csv: the file is empty; expected a header row with the names of the columns"),
        ("user,item,value,timestamp\n", "i.csv: there is nothing below the header"),
        ("user,item,timestamp\n1,2,3\n", "i.csv, line 1: the header has no column value"),
        (
            "user;item;value;timestamp\n",
            "i.csv, line 1: the header has no column user, item, value, timestamp; a semicolon seems to part the fields, expected commas"
        ),
        ("user,item,value,timestamp,item\n", "i.csv, line 1: the header names column item twice"),
        ("user,item,value,timestamp\n1,2,1,4\n\"1,2,1,4\n1,2,1,4\n", "i.csv, line 3: a quote is opened here and never closed"),
    ]) func wholeFiles(_ text: String, words: String) throws { #expect(says(try folder.load(text)) == words) }

    @Test func filesThatAreNone() throws {
        #expect(says(try DataSet(DataFilePaths(interactions: folder.file("none.csv")))) == "none.csv: there is no such file")
        #expect(
            says(try DataSet(DataFilePaths(interactions: DataFile(folder.path, named: "folder"))))
                == "folder: a folder, where a file is needed")
        let utf16 = try folder.write([0xFF, 0xFE, 0x75, 0x00], to: "u16.csv")
        #expect(says(try DataSet(DataFilePaths(interactions: utf16))) == "u16.csv: this is UTF-16; save the file as CSV in UTF-8")
        let endless = try folder.write(
            Array("user,item,value,timestamp\n\"".utf8) + [UInt8](repeating: 0x61, count: 3 << 20), to: "quote.csv")
        #expect(
            says(try DataSet(DataFilePaths(interactions: endless))) == "quote.csv, line 2: a row longer than 1024 KB; is a quote left open?"
        )
        let wide = try folder.write(String(repeating: ",", count: 300), to: "wide.csv")
        #expect(says(try DataSet(DataFilePaths(interactions: wide))) == "wide.csv, line 1: more than 256 columns")
    }

    @Test(arguments: [
        ("user,audience\n1,individual\n1,legal\n", "c.csv, line 3, column user: the same id stands in line 2"),
        ("user,audience\n1,person\n", "c.csv, line 2, column audience: expected individual or legal"),
        ("user,audience,age\n1,individual,-5\n", "c.csv, line 2, column age: expected a number from 0 to 150, or nothing"),
        ("user,audience,income\n1,individual,NaN\n", "c.csv, line 2, column income: expected a number from 0 to 1000000000000, or nothing"),
        ("user,audience,sex\n1,individual,0\n", "c.csv, line 2, column sex: expected a code, a whole number from 1 to 2, or nothing"),
        (
            "user,audience,legal_form\n1,legal,1.5\n",
            "c.csv, line 2, column legal_form: expected a code, a whole number from 1 to 6, or nothing"
        ),
        ("user,age\n1,5\n", "c.csv, line 1: the header has no column audience"),
    ]) func clients(_ text: String, words: String) throws {
        let interactions = try folder.write("user,item,value,timestamp\n1,2,1,4\n", to: "i.csv")
        let clients = try folder.write(text, to: "c.csv")
        #expect(says(try DataSet(DataFilePaths(interactions: interactions, clients: clients))) == words)
    }

    @Test(arguments: [
        ("item,audience\n1,legal\n01,legal\n1,legal\n", "s.csv, line 4, column item: the same id stands in line 2"),
        ("item,audience\n1,\n", "s.csv, line 2, column audience: expected individual or legal"),
        ("item,audience\n", "s.csv: there is nothing below the header"),
    ]) func services(_ text: String, words: String) throws {
        let interactions = try folder.write("user,item,value,timestamp\n1,2,1,4\n", to: "i.csv")
        let services = try folder.write(text, to: "s.csv")
        #expect(says(try DataSet(DataFilePaths(interactions: interactions, services: services))) == words)
    }

    private func says<T>(_ work: @autoclosure () throws -> T) -> String {
        do {
            _ = try work()
            return "nothing"
        } catch { return "\(error)" }
    }
}
