import Foundation
import Recommender
import Testing
import Vocabulary

@testable import cactubase

/// `recommend` and `evaluate`: from files to files.
@Suite struct DataFileCommandTests {
    let desk: Desk

    init() throws {
        desk = try Desk()
        // 120 people; who has an even number takes even services, in order.
        var rows = ["user,item,value,timestamp"]
        for user in 0..<120 {
            for step in 0..<3 { rows.append("\(user),\((user % 2) + 2 * ((user / 2 + step) % 6)),1,\(1_700_000_000 + step)") }
        }
        try desk.write(rows.joined(separator: "\n"), to: "i.csv")
    }

    private func table(_ name: String) throws -> [[String]] {
        String(decoding: try desk.read(name), as: UTF8.self).split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
    }

    @Test func everybodyGetsTheirBestAndNothingTheyHave() async throws {
        let said = await desk.run("recommend", "--interactions", "i.csv", "--k", "4", "--out", "r.csv")
        #expect(said.status == .done, "\(said.err)")
        #expect(said.out.isEmpty)
        #expect(
            said.err.contains(
                "individual: no outcome of an offer is known, so the probability is the calibrated chance that the service is the client's next"
            ))
        let rows = try table("r.csv")
        #expect(rows.first == ["user", "item", "rank", "probability", "score"])
        #expect(rows.count == 1 + 120 * 4)
        let owned = Set(try table("i.csv").map { "\($0[0]) \($0[1])" })
        for list in stride(from: 1, to: rows.count, by: 4).map({ rows[$0..<$0 + 4] }) {
            #expect(list.map { $0[2] } == ["1", "2", "3", "4"])
            #expect(Set(list.map { $0[0] }).count == 1)
            let probabilities = list.compactMap { Double($0[3]) }
            #expect(probabilities == probabilities.sorted(by: >) && probabilities.allSatisfy { $0 > 0 && $0 < 1 })
        }
        #expect(rows.dropFirst().allSatisfy { !owned.contains("\($0[0]) \($0[1])") })
    }

    @Test func theSameFilesInAnyOrderGiveTheSameBytes() async throws {
        #expect(await desk.run("recommend", "--interactions", "i.csv", "--k", "0", "--out", "a.csv", "--seed", "7").status == .done)
        let lines = String(decoding: try desk.read("i.csv"), as: UTF8.self).split(separator: "\n")
        try desk.write(([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\r\n"), to: "j.csv")
        #expect(await desk.run("recommend", "--interactions", "j.csv", "--k", "0", "--out", "b.csv", "--seed", "7").status == .done)
        #expect(try desk.read("a.csv") == desk.read("b.csv"))
        #expect(try table("a.csv").count == 1 + 120 * 9)
    }

    @Test func strangersAndAudiences() async throws {
        let services = (0..<12).map { "\($0),s,c,\($0 == 11 ? "legal" : "individual"),," }
        try desk.write("item,name,company,audience,need1,need2\n" + services.joined(separator: "\n"), to: "s.csv")
        try desk.write("user,audience\nfirm,legal\n0,individual\n", to: "c.csv")
        try desk.write("user\nnobody\nfirm\n0\n", to: "u.csv")
        let said = await desk.run(
            "recommend", "--interactions", "i.csv", "--services", "s.csv", "--clients", "c.csv", "--users", "u.csv", "--k", "0", "--out",
            "r.csv",
            "--json")
        #expect(said.status == .done, "\(said.err)")
        let answer = try JSONDecoder().decode(RecommendCommand.Answer.self, from: Data(said.out.utf8))
        #expect(answer.clients == 3 && answer.rows == 8 + 1 + 11)
        let counts = Dictionary(grouping: try table("r.csv").dropFirst(), by: { $0[0] }).mapValues { $0.map { $0[1] } }
        #expect(counts["firm"] == ["11"])
        #expect(counts["nobody"]?.count == 11)
        #expect(counts["0"]?.count == 8)
    }

    @Test func nothingIsHalfWritten() async throws {
        try desk.write("old", to: "r.csv")
        try desk.write("user,item,value,timestamp\n1,1,9,5\n", to: "bad.csv")
        let bad = await desk.run("recommend", "--interactions", "bad.csv", "--k", "1", "--out", "r.csv")
        #expect(bad.status == .failed && bad.err == "error: bad.csv, line 2, column value: expected 1, -1 or 0\n")
        #expect(try desk.read("r.csv") == Array("old".utf8))
        for arguments in [["--k", "1", "--out", "i.csv"], ["--k", "-1", "--out", "r.csv"], ["--k", "1"], ["--out", "r.csv"]] {
            #expect(await desk.run(["recommend", "--interactions", "i.csv"] + arguments).status == .wrongUse, "\(arguments)")
        }
        #expect(await desk.run("recommend", "--interactions", "none.csv", "--k", "1", "--out", "r.csv").status == .failed)
        try desk.write("user,item,value,timestamp\n1,1,0,5\n", to: "zero.csv")
        #expect(await desk.run("recommend", "--interactions", "zero.csv", "--k", "1", "--out", "r.csv").status == .failed)
        #expect(try table("i.csv").first == ["user", "item", "value", "timestamp"])
        #expect(!desk.exists("cactubase.db"))
    }

    @Test(arguments: ["last-positive", "time"]) func evaluationNamesHybridAndParts(holdout: String) async throws {
        let said = await desk.run("evaluate", "--interactions", "i.csv", "--holdout", holdout, "--k", "3", "--json")
        #expect(said.status == .done, "\(said.err)")
        let answer = try JSONDecoder().decode(EvaluationAnswer.self, from: Data(said.out.utf8))
        #expect(answer.models.map(\.model) == ["hybrid"] + ModelPart.allCases.map(\.rawValue))
        #expect(answer.heldOutPositives == (holdout == "time" ? 72 : 120))
        let hybrid = try #require(answer.models.first?.ranking)
        #expect(hybrid.k == 3 && (0...1).contains(hybrid.ndcg) && hybrid.hitRate >= hybrid.ndcg)
        #expect(answer.peakMegabytes > 0)
        let words = await desk.run("evaluate", "--interactions", "i.csv", "--holdout", holdout, "--k", "3")
        #expect(words.out.contains("NDCG@3") && words.out.contains("popularity"))
    }
}
