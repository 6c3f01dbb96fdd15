import Foundation
import Group
import Sealing
import Spreadsheets
import Vocabulary

/// What validation makes of one row.
public enum CheckedRow: Hashable, Sendable {
    case card(ValidatedCard)
    case refused([RowProblem])
    /// The template's example, left in by whoever filled it.
    case example(row: Int)
}

/// Turns a row into an anonymous card. Pure: the same row on the same day gives the same answer.
struct CardCheck {
    let header: CardHeader
    let company: CompanyID
    let keyring: Keyring
    let today: SheetDate

    func check(_ row: SheetRow) -> CheckedRow {
        var reader = RowReader(row, header: header)
        guard !CardTemplate.examples.contains(Folded(reader.text(.reference))) else { return .example(row: row.number) }
        let birth = reader.birthDate(today)
        let phone = reader.phone()
        let portrait = header.audience == .legal ? legalPortrait(&reader) : individualPortrait(&reader, birth: birth)
        let reference = reference(&reader, birth: birth, phone: phone)
        let product = product(&reader)
        let outcome: Card.Outcome =
            switch reader.code(.outcome, of: .outcome) {
            case 1: .success
            case 0: .refusal
            default: .unknown
            }
        guard reader.problems.isEmpty, let reference, let product else { return .refused(reader.problems) }
        let hash = phone.map { keyring.phoneHash($0.e164) }
        return .card(
            ValidatedCard(
                row: row.number, audience: header.audience, reference: reference, portrait: portrait, product: product, outcome: outcome,
                phone: hash.map { .init(keyID: $0.keyID, hash: $0.hash) }))
    }

    // MARK: Who

    private func reference(_ reader: inout RowReader, birth: SheetDate?, phone: PhoneNumber?) -> String? {
        let id = reader.text(.reference)
        if reader.presence(.reference) == 1 {
            guard Self.isID(id), !reader.isPersonal(id), phone == nil || PhoneNumber(id) != phone else {
                reader.refuse(.reference, .notAnID)
                return nil
            }
            return id
        }
        // Signs that mean nothing, a picture say, are no id; a dash stands for an empty cell.
        guard !id.unicodeScalars.contains(where: { $0.properties.generalCategory == .otherSymbol }) else {
            reader.refuse(.reference, .notAnID)
            return nil
        }
        if header.audience == .individual {
            if let passport = reader.passport() { return keyring.clientReference(company: company, ["passport", passport]) }
            if let phone, let birth {
                return keyring.clientReference(company: company, ["phone", phone.e164, String(birth.text.prefix(10))])
            }
        }
        reader.refuse(.reference, header.audience == .legal ? .missing : .noIdentity)
        return nil
    }

    /// An id is a word of a machine, and every such word counts something: without a digit it may be a name. It is not an address, and not a Russian
    /// mobile number.
    static func isID(_ text: String) -> Bool {
        let signs = text.unicodeScalars
        let isWord = signs.allSatisfy { $0.properties.isAlphabetic || ("0"..."9").contains($0) || "-_./:".unicodeScalars.contains($0) }
        let digits = signs.filter { ("0"..."9").contains($0) }
        let looksLikeMobile = digits.count == 11 && ["79", "89"].contains(String(String.UnicodeScalarView(digits.prefix(2))))
        return isWord && signs.count <= 64 && !digits.isEmpty
            && !(looksLikeMobile && !signs.contains(where: \.properties.isAlphabetic))
    }

    // MARK: What for

    private func product(_ reader: inout RowReader) -> String? {
        let text = reader.text(.product)
        let folded = Folded(text)
        guard !folded.isEmpty else {
            reader.refuse(.product, .missing)
            return nil
        }
        // It is stored when no service matches, so nothing personal may slip in by a shifted row.
        let longestNumber = text.split { !("0"..."9").contains($0) }.map(\.count).max() ?? 0
        guard text.count <= 120, longestNumber < 5, !text.contains("@"), !reader.isPersonal(text) else {
            reader.refuse(.product, .notAProduct)
            return nil
        }
        return folded.text
    }

    // MARK: Portraits

    private func individualPortrait(_ reader: inout RowReader, birth: SheetDate?) -> Portrait {
        var portrait = Portrait()
        portrait.age = birth.map { RowReader.age(of: $0, on: today) }
        portrait.sex = Patronymic.sex(reader.text(.patronymic))
        portrait.foreignPassport = reader.presence(.foreignPassport)
        portrait.drivingLicense = reader.presence(.drivingLicense)
        portrait.creditSum = reader.amount(.creditSum, per: 1000)
        portrait.familyStatus = reader.code(.familyStatus, of: .familyStatus)
        portrait.dependents = reader.count(.dependents, in: 0...20)
        portrait.workExperience = reader.count(.workExperience, in: 0...80)
        portrait.income = reader.amount(.income, per: 1000, atMost: 100_000_000)
        portrait.additionalIncome = reader.amount(.additionalIncome, per: 1000, atMost: 100_000_000)
        portrait.additionalIncomeType = reader.code(.additionalIncomeType, of: .additionalIncome, otherwise: WordList.otherIncome)
        portrait.carPrice = reader.amount(.carPrice, per: 1000)
        return portrait
    }

    private func legalPortrait(_ reader: inout RowReader) -> Portrait {
        var portrait = Portrait()
        portrait.businessType = reader.count(.businessType, in: 1...21)
        portrait.legalForm = reader.count(.legalForm, in: 1...6)
        portrait.authorizedCapital = reader.amount(.authorizedCapital)
        portrait.revenue = reader.amount(.revenue, atMost: 100_000_000)
        portrait.netProfit = reader.amount(.netProfit, atMost: 100_000_000, orLoss: true)
        return portrait
    }
}

extension SheetDate {
    /// The day in Moscow, where the companies' calendars hang.
    public static func moscowDay(of now: Instant) -> SheetDate? {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(secondsFromGMT: 3 * 3600) ?? .gmt
        let parts = calendar.dateComponents([.year, .month, .day], from: Date(timeIntervalSince1970: Double(now.milliseconds) / 1000))
        guard let year = parts.year, let month = parts.month, let day = parts.day else { return nil }
        return SheetDate(year: year, month: month, day: day)
    }
}
