import Database
import Foundation
import Localization
import Vocabulary

/// Sends and their rows.
public struct ClientSendStore: Sendable {
    public init() {}

    public func create(_ send: ClientSend, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute(
            """
            INSERT INTO client_send (id, company_id, actor, kind, audience, attestation_id, state, failure, columns, total, added, updated,
                unchanged, waiting, refused, examples, progress, started_at, seen_at, ended_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, $8, 0, 0, 0, 0, 0, 0, 0, 0, $9, $9, NULL)
            """,
            [
                send.id, send.company, send.actor, send.kind, send.audience, send.attestation, send.state, Self.text(send.columns),
                send.startedAt,
            ])
    }

    /// Writes how far the import is.
    func update(_ send: ClientSend, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute(
            """
            UPDATE client_send SET state = $2, failure = $3, total = $4, added = $5, updated = $6, unchanged = $7, waiting = $8, refused = $9,
                examples = $10, progress = $11, seen_at = $12, ended_at = $13
            WHERE id = $1
            """,
            [
                send.id, send.state, send.failure.map { Self.text($0) }, send.totals.rows, send.totals.new, send.totals.updated,
                send.totals.unchanged, send.totals.waiting, send.totals.refused, send.totals.examples,
                Int((send.progress * 1000).rounded()), send.seenAt, send.endedAt,
            ])
    }

    func add(_ rows: [SendRow], to send: SendID, in transaction: Transaction) throws(DatabaseError) {
        for row in rows {
            try transaction.execute(
                """
                INSERT INTO client_send_row (send_id, row, result, services, problems, card_id, outcome, outcome_before, attestation_before)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                """,
                [
                    send, row.row, row.result, row.services, row.problems.isEmpty ? "" : Self.text(row.problems), row.card, row.said,
                    row.before?.outcome, row.before?.attestation,
                ])
        }
    }

    /// A client that was typed into a form: a send of one row, which is over at once.
    public func create(_ send: ClientSend, of row: SendRow, in transaction: Transaction) throws(DatabaseError) {
        var send = send
        send.totals.count([row])
        (send.state, send.progress, send.endedAt) = (.done, 1, send.startedAt)
        try create(send, in: transaction)
        try add([row], to: send.id, in: transaction)
        try update(send, in: transaction)
    }

    /// The sends that said the card and were not taken back, the latest first.
    public func sends(of card: CardID, in transaction: Transaction) throws(DatabaseError) -> [ClientSend] {
        try sends(
            """
            WHERE id IN (SELECT send_id FROM client_send_row WHERE card_id = $1)
                AND NOT EXISTS (SELECT 1 FROM client_send_take_back WHERE client_send_take_back.send_id = client_send.id)
            ORDER BY started_at DESC, id LIMIT 20
            """, [card], in: transaction)
    }

    /// The other sends that say some of this one's cards too and were not taken back, the latest first.
    public func others(besides send: SendID, in transaction: Transaction) throws(DatabaseError) -> [ClientSend] {
        try sends(
            """
            WHERE id IN (SELECT other.send_id FROM client_send_row AS said
                    JOIN client_send_row AS other ON other.card_id = said.card_id AND other.send_id <> said.send_id
                    JOIN card ON card.id = said.card_id
                    WHERE said.send_id = $1)
                AND NOT EXISTS (SELECT 1 FROM client_send_take_back WHERE client_send_take_back.send_id = client_send.id)
            ORDER BY started_at DESC, id LIMIT 20
            """, [send], in: transaction)
    }

    public func send(_ id: SendID, in transaction: Transaction) throws(DatabaseError) -> ClientSend? {
        try sends("WHERE id = $1", [id], in: transaction).first
    }

    /// Files, or clients typed into the form, of the company or of all; the latest first.
    public func latest(
        _ limit: Int, ofForm isForm: Bool = false, of company: CompanyID?, in transaction: Transaction
    ) throws(DatabaseError) -> [ClientSend] {
        let kind = isForm ? "kind = 'form'" : "kind <> 'form'"
        guard let company else {
            return try sends("WHERE \(kind) ORDER BY started_at DESC, id LIMIT $1", [limit], in: transaction)
        }
        return try sends("WHERE company_id = $1 AND \(kind) ORDER BY started_at DESC, id LIMIT $2", [company, limit], in: transaction)
    }

    /// Rows behind a place of the file, those of one result or all.
    public func rows(
        of send: SendID, _ result: SendRow.Result?, after row: Int = 0, limit: Int, in transaction: Transaction
    ) throws(DatabaseError) -> [SendRow] {
        let condition = result == nil ? "" : "AND result = $4"
        var rows: [SendRow] = []
        let arguments: [any Storable] = [send, row, limit] + (result.map { [$0] } ?? [])
        for found in try transaction.rows(
            "SELECT row, result, services, problems, card_id FROM client_send_row WHERE send_id = $1 AND row > $2 \(condition) ORDER BY row LIMIT $3",
            arguments)
        {
            let text: String = try found["problems"]
            rows.append(
                SendRow(
                    row: try found["row"], result: try found["result"], services: try found["services"],
                    problems: text.isEmpty ? [] : try Self.value(text), card: try found["card_id"]))
        }
        return rows
    }

    /// Removes what is too old, with its rows.
    public func tidy(at now: Instant, in transaction: Transaction) throws(DatabaseError) {
        let old = now - ClientSend.kept
        try transaction.execute(
            "DELETE FROM client_send_take_back WHERE send_id IN (SELECT id FROM client_send WHERE started_at < $1)", [old])
        try transaction.execute(
            "DELETE FROM client_send_row WHERE send_id IN (SELECT id FROM client_send WHERE started_at < $1)", [old])
        try transaction.execute("DELETE FROM client_send WHERE started_at < $1", [old])
    }

    private func sends(_ rest: String, _ arguments: [any Storable], in transaction: Transaction) throws(DatabaseError) -> [ClientSend] {
        var sends: [ClientSend] = []
        for row in try transaction.rows("SELECT * FROM client_send \(rest)", arguments) { sends.append(try ClientSend(row)) }
        return sends
    }

    // MARK: JSON that nobody queries

    private static func text(_ value: some Encodable) -> String {
        (try? JSONEncoder().encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    fileprivate static func value<Value: Decodable>(_ text: String) throws(DatabaseError) -> Value {
        do { return try JSONDecoder().decode(Value.self, from: Data(text.utf8)) } catch {
            throw .unexpected(column: "client_send")
        }
    }
}

extension ClientSend {
    fileprivate init(_ row: Row) throws(DatabaseError) {
        let columns: String = try row["columns"]
        self.init(
            id: try row["id"], company: try row["company_id"], actor: try row["actor"], kind: try row["kind"],
            audience: try row["audience"],
            attestation: try row["attestation_id"], columns: try ClientSendStore.value(columns), startedAt: try row["started_at"])
        state = try row["state"]
        if let text = try row.get("failure", as: String?.self) { failure = try ClientSendStore.value(text) }
        totals.rows = try row["total"]
        totals.new = try row["added"]
        totals.updated = try row["updated"]
        totals.unchanged = try row["unchanged"]
        totals.waiting = try row["waiting"]
        totals.refused = try row["refused"]
        totals.examples = try row["examples"]
        let thousandths: Int = try row["progress"]
        progress = Double(thousandths) / 1000
        seenAt = try row["seen_at"]
        endedAt = try row["ended_at"]
    }
}
