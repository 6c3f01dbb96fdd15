import DataFiles
import Foundation
import Testing

@Suite struct WritingTests {
    let folder: Folder
    let data: DataSet

    init() throws {
        folder = try Folder()
        data = try folder.load("user,item,value,timestamp\n\"a,b\",\"say \"\"x\"\"\",1,5\nc,плюс,1,5\n")
    }

    @Test func rowsReadBackAsTheyWere() throws {
        let out = folder.file("out.csv")
        var writer = try RecommendationsWriter(out, users: data.users, items: data.items)
        try writer.add(user: 0, [(item: 1, probability: 0.1, score: -2.1972245773362196), (item: 0, probability: 1e-7, score: 0)])
        try writer.add(user: 1, [])
        #expect(folder.names == [".out.csv.\(ProcessInfo.processInfo.processIdentifier).part", "i.csv"])
        try writer.finish()
        #expect(
            try folder.read("out.csv") == #"""
                user,item,rank,probability,score
                "a,b",плюс,1,0.1,-2.1972245773362196
                "a,b","say ""x""",2,1e-07,0.0

                """#)
        #expect(folder.names == ["i.csv", "out.csv"])
    }

    @Test func whatIsNotFinishedLeavesTheOldFile() throws {
        let out = try folder.write("old", to: "out.csv")
        do {
            var writer = try RecommendationsWriter(out, users: data.users, items: data.items)
            for _ in 0..<20_000 { try writer.add(user: 0, [(item: 1, probability: 0.1, score: 0.5)]) }
        }
        #expect(try folder.read("out.csv") == "old")
        #expect(folder.names == ["i.csv", "out.csv"])
    }

    @Test func aLinkIsFollowed() throws {
        _ = try folder.write("old", to: "real.csv")
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/link.csv", withDestinationPath: "real.csv")
        let writer = try RecommendationsWriter(folder.file("link.csv"), users: data.users, items: data.items)
        try writer.finish()
        #expect(try folder.read("real.csv").hasPrefix("user,item"))
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.path + "/link.csv") == "real.csv")
    }

    @Test func whatCannotBeWrittenIsToldBefore() throws {
        let input = folder.file("i.csv")
        #expect(throws: DataFileError.output(DataFile(folder.path + "/./i.csv", named: "x"), .isInput)) {
            try RecommendationsWriter.check(DataFile(folder.path + "/./i.csv", named: "x"), inputs: [input])
        }
        #expect(throws: DataFileError.output(DataFile(folder.path), .folder)) {
            try RecommendationsWriter.check(DataFile(folder.path), inputs: [input])
        }
        #expect(throws: DataFileError.self) { try RecommendationsWriter.check(folder.file("i.csv/x"), inputs: [input]) }
        try RecommendationsWriter.check(folder.file("new/out.csv"), inputs: [input])
        try RecommendationsWriter.check(DataFile("/dev/null"), inputs: [input])
        #expect(folder.names.filter { $0.hasPrefix(".") }.isEmpty && !folder.names.contains("out.csv"))
    }
}
