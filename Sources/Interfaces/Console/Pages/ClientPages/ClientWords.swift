import Clients
import Localization
import Vocabulary

extension Audience {
    var words: Message { self == .individual ? ConsoleMessages.clientIndividual : ConsoleMessages.clientLegal }
    var manyWords: Message { self == .individual ? ConsoleMessages.clientIndividuals : ConsoleMessages.clientLegals }
}

/// Whether that is no id of the company's own: where a client has none, its key stands in the place.
func isKey(_ reference: String) -> Bool {
    reference.utf8.count == 32 && reference.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
}

extension Speaker {
    /// The company's own id; where it gave none the key is long and says nothing, so its beginning will do.
    func client(_ reference: String) -> String {
        isKey(reference) ? self(ConsoleMessages.clientWithoutID(short: String(reference.prefix(8)))) : reference
    }

    /// What is known, in ranges: label and value.
    func portrait(_ portrait: Portrait) -> [(label: String, value: String)] {
        Portrait.Field.allCases.compactMap { field in
            guard let value = portrait[field] else { return nil }
            return (self(field.label), words(field, field.band(value)))
        }
    }

    /// What tells most about a client, in one line: for lists.
    func portraitBrief(_ portrait: Portrait) -> String {
        let telling: [Portrait.Field] = [.age, .sex, .familyStatus, .income, .businessType, .revenue]
        var brief = portrait
        for field in Portrait.Field.allCases where !telling.contains(field) { brief[field] = nil }
        return portraitLine(brief)
    }

    /// The same in one line.
    func portraitLine(_ portrait: Portrait) -> String {
        let facts = self.portrait(portrait).map { "\($0.label): \($0.value)" }
        return facts.isEmpty ? self(ConsoleMessages.clientUnknown) : facts.joined(separator: "; ")
    }

    private func words(_ field: Portrait.Field, _ band: PortraitBand) -> String {
        switch band {
        case .yes: self(ConsoleMessages.formYes)
        case .no: self(ConsoleMessages.formNo)
        case .loss: self(ConsoleMessages.bandLoss)
        case .code(let code): self(field.words(code))
        case .range(let from?, let to?) where from == to: number(from)
        case .range(let from?, let to?): self(ConsoleMessages.bandRange(from: Int64(from), to: Int64(to)))
        case .range(let from?, nil): self(ConsoleMessages.bandFrom(from: Int64(from)))
        case .range(nil, let to?): self(ConsoleMessages.bandTo(to: Int64(to)))
        case .range(nil, nil): "–"
        }
    }
}

extension Portrait.Field {
    var label: Message {
        switch self {
        case .age: ConsoleMessages.fieldUnit(label: ConsoleMessages.fieldAge, unit: ConsoleMessages.unitYears)
        case .sex: ConsoleMessages.fieldSex
        case .foreignPassport: ConsoleMessages.fieldForeignPassport
        case .drivingLicense: ConsoleMessages.fieldDrivingLicense
        case .creditSum: Self.thousands(ConsoleMessages.fieldCreditSum)
        case .familyStatus: ConsoleMessages.fieldFamilyStatus
        case .dependents: ConsoleMessages.fieldDependents
        case .workExperience: ConsoleMessages.fieldUnit(label: ConsoleMessages.fieldWorkExperience, unit: ConsoleMessages.unitYears)
        case .income: Self.thousands(ConsoleMessages.fieldIncome)
        case .additionalIncome: Self.thousands(ConsoleMessages.fieldAdditionalIncome)
        case .additionalIncomeType: ConsoleMessages.fieldAdditionalIncomeType
        case .carPrice: Self.thousands(ConsoleMessages.fieldCarPrice)
        case .businessType: ConsoleMessages.fieldBusinessType
        case .legalForm: ConsoleMessages.fieldLegalForm
        case .authorizedCapital: Self.thousands(ConsoleMessages.fieldAuthorizedCapital)
        case .revenue: ConsoleMessages.fieldUnit(label: ConsoleMessages.fieldRevenue, unit: ConsoleMessages.unitMillions)
        case .netProfit: ConsoleMessages.fieldUnit(label: ConsoleMessages.fieldNetProfit, unit: ConsoleMessages.unitMillions)
        }
    }

    private static func thousands(_ label: Message) -> Message {
        ConsoleMessages.fieldUnit(label: label, unit: ConsoleMessages.unitThousands)
    }

    /// What a code means, where it has a name.
    func words(_ code: Int) -> Message {
        let known: [Message]? =
            switch self {
            case .sex: [ConsoleMessages.sexMan, ConsoleMessages.sexWoman]
            case .familyStatus: CodeWords.family
            case .additionalIncomeType: CodeWords.income
            default: nil
            }
        let index = self == .additionalIncomeType ? code : code - 1
        guard let known, known.indices.contains(index) else { return ConsoleMessages.formCode(code: Int64(code)) }
        return known[index]
    }
}

/// Codes of the data files, in their order.
enum CodeWords {
    static let family = [
        ConsoleMessages.familyMarried, ConsoleMessages.familySingle, ConsoleMessages.familyDivorced, ConsoleMessages.familyWidowed,
    ]
    /// From 0.
    static let income = [
        ConsoleMessages.incomeNone, ConsoleMessages.incomePension, ConsoleMessages.incomeBenefit, ConsoleMessages.incomeAlimony,
        ConsoleMessages.incomeDeposits, ConsoleMessages.incomeRent, ConsoleMessages.incomeSideJob, ConsoleMessages.incomeBusiness,
        ConsoleMessages.incomeRoyalties, ConsoleMessages.incomeOther,
    ]
}

extension Card.Outcome {
    var words: Message {
        switch self {
        case .success: ConsoleMessages.previewOutcomeSuccess
        case .refusal: ConsoleMessages.previewOutcomeRefusal
        case .unknown: ConsoleMessages.previewOutcomeUnknown
        }
    }
}

extension Card.Stage {
    var words: Message {
        switch self {
        case .pending: ConsoleMessages.cardStagePending
        case .processed: ConsoleMessages.cardStageProcessed
        case .waiting: ConsoleMessages.cardStageWaiting
        case .nothing: ConsoleMessages.cardStageNothing
        case .takenBack: ConsoleMessages.cardStageTakenBack
        }
    }
}

extension SendRow.Result {
    var words: Message {
        switch self {
        case .new: ConsoleMessages.reportNew
        case .updated: ConsoleMessages.reportUpdated
        case .unchanged: ConsoleMessages.reportUnchanged
        case .waits: ConsoleMessages.reportWaits
        case .refused: ConsoleMessages.reportRefused
        case .example: ConsoleMessages.reportExample
        }
    }
}

extension SendRow.Result {
    /// Of one row.
    var oneWords: Message {
        switch self {
        case .new: ConsoleMessages.reportNewOne
        case .updated: ConsoleMessages.reportUpdatedOne
        case .waits: ConsoleMessages.reportWaitsOne
        case .refused: ConsoleMessages.reportRefusedOne
        case .unchanged, .example: words
        }
    }
}

extension ClientSend.State {
    var words: Message {
        switch self {
        case .running: ConsoleMessages.sendStateRunning
        case .done: ConsoleMessages.sendStateDone
        case .failed: ConsoleMessages.sendStateFailed
        case .interrupted: ConsoleMessages.sendStateInterrupted
        }
    }
}
